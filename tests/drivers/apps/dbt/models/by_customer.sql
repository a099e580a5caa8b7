{{ config(materialized='table', indexes=[{'columns': ['name'], 'unique': true}, {'columns': ['n', 'total']}], post_hook="analyze {{ this }}") }}
select name, count(*) as n, sum(total) as total, max(made) as latest, rank() over (order by sum(total) desc) as place
from {{ ref('only_paid') }} group by name
