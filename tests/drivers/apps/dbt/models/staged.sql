{{ config(materialized='view') }}
with orders as (select * from {{ ref('dbt_orders') }})
select orders.id as order_id, customers.name, coalesce(customers.city, 'nowhere') as city, orders.total, orders.made, orders.status,
       {{ cents('orders.total') }} as cents
from orders join {{ ref('dbt_customers') }} as customers on customers.id = orders.customer_id
