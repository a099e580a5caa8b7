{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id') }}
select order_id, total + {{ var('more', 0) }} as total from {{ ref('staged') }}
