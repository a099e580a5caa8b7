{{ config(materialized='ephemeral') }}
select * from {{ ref('staged') }} where status = 'paid'
