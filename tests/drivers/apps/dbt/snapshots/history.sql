{% snapshot history %}
{{ config(unique_key='id', strategy='check', check_cols=['city', 'name'], invalidate_hard_deletes=true) }}
select * from {{ ref('dbt_customers') }}
{% endsnapshot %}
