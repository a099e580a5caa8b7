{{ config(materialized='incremental', unique_key='order_id', on_schema_change='append_new_columns') }}
select order_id, name, total, made {% if var('wide', false) %}, status {% endif %} from {{ ref('staged') }}
{% if is_incremental() %} where made >= (select max(made) - 1 from {{ this }}) {% endif %}
