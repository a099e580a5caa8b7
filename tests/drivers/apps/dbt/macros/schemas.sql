{% macro generate_schema_name(custom, node) %}{{ target.schema }}{% endmacro %}
