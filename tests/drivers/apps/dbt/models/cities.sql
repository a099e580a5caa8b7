{{ config(materialized='materialized_view') }}
select city, sum(cents) as cents from {{ ref('staged') }} group by city
