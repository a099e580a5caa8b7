select id, name from {{ ref('dbt_customers') }}
