{{ config(severity='warn', store_failures=true) }}
select * from {{ ref('staged') }} where status = 'lost'
