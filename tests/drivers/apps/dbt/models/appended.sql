{{ config(materialized='incremental', incremental_strategy='append') }}
select order_id, made from {{ ref('staged') }} {% if is_incremental() %} where order_id > 4 {% endif %}
