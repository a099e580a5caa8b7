-- COMMENT ON CONSTRAINT, of foreign keys and domains; on SCHEMA, DATABASE, EXTENSION
create table cf (a int primary key, b int references cf, c text);
comment on constraint cf_b_fkey on cf is 'fk';
create domain cd as int constraint pos check (value > 0);
comment on constraint pos on domain cd is 'dc';
-- error 42704
comment on constraint nosuch on domain cd is 'dc';
-- error 42704
comment on constraint pos on domain nosuch is 'dc';
select conname, obj_description(oid, 'pg_constraint'), obj_description(oid) from pg_constraint where conname in ('cf_b_fkey', 'pos') order by 1;
alter table cf rename constraint cf_b_fkey to fk2;
alter domain cd rename constraint pos to pos2;
select conname, obj_description(oid, 'pg_constraint') from pg_constraint where conname in ('fk2', 'pos2') order by 1;
select description from pg_description d join pg_constraint c on c.oid = d.objoid where c.conname in ('fk2', 'pos2') order by 1;
alter table cf drop constraint fk2;
comment on constraint pos2 on domain cd is null;
select conname, obj_description(oid, 'pg_constraint') from pg_constraint where conname in ('fk2', 'pos2') order by 1;
comment on schema public is 'mine';
select obj_description('public'::regnamespace), obj_description('public'::regnamespace, 'pg_namespace'), obj_description('public'::regnamespace, 'pg_class');
select description from pg_description where objoid = 'public'::regnamespace;
comment on schema public is null;
select obj_description('public'::regnamespace);
select count(*) from pg_description where objoid = 'public'::regnamespace;
comment on schema public is 'standard public schema';
select description, classoid::regclass from pg_description where objoid = 'public'::regnamespace;
-- error 3F000
comment on schema nosuch is 'x';
comment on database nosuch is 'x';
-- error 42704
comment on extension nosuch is 'x';
comment on extension plpgsql is 'PL/pgSQL procedural language';
