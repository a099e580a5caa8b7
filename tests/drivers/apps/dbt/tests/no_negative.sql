select * from {{ ref('staged') }} where total < 0
