# Sequel: migrations (also the schema dumper), datasets, models, PostgreSQL's own features (arrays, json, upsert, COPY, cursors), errors.
require 'sequel'
require 'stringio'
DB = Sequel.connect(adapter: 'postgres', host: ENV['PGHOST'], port: ENV['PGPORT'], database: ENV['PGDATABASE'], user: ENV['PGUSER'], password: ENV['PGPASSWORD'], sslmode: ENV['PGSSLMODE'])
DB.extension :pg_array, :pg_json, :pg_range, :pg_row, :pg_interval, :pg_inet, :schema_dumper, :pg_enum, :constraint_validations, :pagination, :pg_auto_parameterize
Sequel.extension :migration, :pg_array_ops, :pg_json_ops, :core_refinements
Sequel.default_timezone = :utc
SECTIONS = {}
def section(name, &run) SECTIONS[name.to_s] = run end
def text(v)
  case v
  when Sequel::SQL::Blob then v.unpack1('H*')
  when String then v
  when BigDecimal then v.to_s('F')
  when Time then v.utc.strftime('%F %T.%6N')
  when Hash, Sequel::Postgres::JSONBHash then "{#{v.to_h.map { |k, x| "#{k}: #{text(x)}" }.join(', ')}}"
  when Array, Sequel::Postgres::PGArray, Sequel::Postgres::JSONBArray then "[#{v.to_a.map { |x| text(x) }.join(', ')}]"
  when Sequel::Model then text(v.values)
  else v.inspect
  end
end
def say(*v) puts v.map { |x| text(x) }.join(' ') end
def fails(label)
  say 'error', label, 'NOT RAISED', yield
rescue Sequel::Error => e
  w = e.respond_to?(:wrapped_exception) && e.wrapped_exception
  say 'error', label, e.class.name, (w.respond_to?(:result) && w.result ? w.result.error_field(PG::Result::PG_DIAG_SQLSTATE) : ''), e.message.lines.first.chomp
end
MIGRATION = Sequel.migration do
  change do
    create_table(:sq_shops) do
      primary_key :id, type: :Bignum
      String :name, size: 40, null: false, unique: true
      TrueClass :open, default: true
      BigDecimal :rate, size: [8, 2]
      Date :founded
      column :made, 'timestamp(3)', default: Sequel::CURRENT_TIMESTAMP
      column :meta, :jsonb
      column :tags, 'text[]', default: Sequel.lit("'{}'")
      column :nums, 'integer[]'
      File :raw
      Float :w
      column :ip, :inet
      column :span, :interval
      column :uid, :uuid
      column :at, 'time'
      constraint(:sq_rate) { rate < 100 }
      index [:open, :rate], name: :sq_shop_open
    end
    create_table(:sq_items) do
      primary_key :id
      foreign_key :shop_id, :sq_shops, type: :Bignum, null: false, on_delete: :cascade, index: true
      String :title, text: true, null: false
      Integer :price, default: 0
      unique [:shop_id, :title]
    end
    create_join_table({item_id: :sq_items, other_id: :sq_items}, name: :sq_pairs)
  end
end
section :migrations do
  DB.transaction { MIGRATION.apply(DB, :up) }
  say DB.tables.grep(/\Asq_/).sort, DB.table_exists?(:sq_nix), DB.views.grep(/\Asq_/), DB.server_version / 10000
  %i[sq_shops sq_items sq_pairs].each do |t|
    DB.schema(t).each { |c, s| say t, c, s.reject { |k, _| %i[oid callable_default].include?(k) } }
    DB.indexes(t).sort.each { |n, i| say n, i }
    say DB.foreign_key_list(t), DB.check_constraints(t), DB.primary_key(t), DB.primary_key_sequence(t)
  end
  say DB.dump_table_schema(:sq_shops, same_db: true).lines.map(&:strip).reject(&:empty?)
  say DB.dump_table_schema(:sq_items).lines.map(&:strip)
  say DB.foreign_key_list(:sq_shops, reverse: true)
  DB.alter_table(:sq_items) { add_column :note, String, size: 20, default: 'x'; rename_column :note, :remark; set_column_type :remark, String, size: 30; set_column_default :remark, 'y'; set_column_not_null :remark; add_index :price, name: :sq_price; add_constraint(:sq_positive) { price >= 0 } }
  say DB.schema(:sq_items).map { |c, s| [c, s[:db_type], s[:default], s[:allow_null]] }
  DB.alter_table(:sq_items) { drop_column :remark; drop_index :price, name: :sq_price; drop_constraint :sq_positive }
  DB.rename_table(:sq_pairs, :sq_twos)
  DB.rename_table(:sq_twos, :sq_pairs)
  DB.create_view(:sq_open, DB[:sq_shops].where(:open).select(:id, :name))
  say DB.views.grep(/\Asq_/), DB.schema(:sq_open).map { |c, s| [c, s[:db_type]] }
  DB.drop_view(:sq_open)
end
section :migrator do
  require 'tmpdir'
  Dir.mktmpdir do |d|
    File.write("#{d}/1_a.rb", 'Sequel.migration { change { create_table(:sq_m) { primary_key :id } } }')
    File.write("#{d}/2_b.rb", 'Sequel.migration { up { add_column :sq_m, :x, Integer } ; down { drop_column :sq_m, :x } }')
    say Sequel::Migrator.is_current?(DB, d, table: :sq_info), Sequel::Migrator.run(DB, d, table: :sq_info), DB[:sq_info].all, Sequel::Migrator.run(DB, d, target: 1, table: :sq_info), DB[:sq_m].columns
    Sequel::Migrator.run(DB, d, target: 0, table: :sq_info)
    Dir["#{d}/*"].each { |f| File.rename(f, "#{d}/2024010112000#{File.basename(f)}") }
    Sequel::TimestampMigrator.new(DB, d, table: :sq_stamps).run
    say DB[:sq_stamps].all, DB.table_exists?(:sq_m)
    Sequel::TimestampMigrator.new(DB, d, table: :sq_stamps, target: 0).run
    DB.drop_table(:sq_info, :sq_stamps)
  end
end
section :datasets do
  s, i = DB[:sq_shops], DB[:sq_items]
  a = s.insert(name: 'Žlutý', rate: BigDecimal('4.5'), founded: Date.new(1999, 12, 31), made: Time.utc(2024, 2, 29, 12, 0, 0, 500000), meta: Sequel.pg_jsonb('a' => {'b' => [1, 2]}, 'x' => 'é'), tags: Sequel.pg_array(%w[r g]), nums: Sequel.pg_array([1, nil, 3]), raw: Sequel.blob("\x00\xff"), w: 1.25, ip: '10.0.0.1', span: '1 day 2 hours', uid: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', at: '12:30')
  b = s.returning(:id, :open, :tags).insert(name: "O'Neil", open: false, made: Time.utc(2024, 1, 1))
  say a, b, s.first(id: a).reject { |k, _| k == :span }, s.where(id: a).get(:span).inspect
  say i.multi_insert([{shop_id: a, title: 'apple', price: 3}, {shop_id: a, title: 'fig', price: 1}, {shop_id: a, title: 'pear', price: 9}]), i.import(%i[shop_id title price], [[2, 'nut', 4]], return: :primary_key)
  say i.join(:sq_shops, id: :shop_id).group_and_count(:name).order(:name).all, i.sum(:price), i.avg(:price), i.max(:title), i.where(price: 1..5).select_order_map(:title), i.where(title: %w[fig nut]).count, i.exclude(price: 3).select_order_map(:price)
  say i.insert_conflict(target: %i[shop_id title], update: {price: Sequel[:excluded][:price] + 10}).insert(shop_id: a, title: 'fig', price: 5), i.insert_ignore.insert(shop_id: a, title: 'fig'), i.order(:title).select_map(%i[title price])
  say i.select(:title, Sequel.function(:row_number).over(partition: :shop_id, order: :price).as(:n)).order(:title).all, i.with(:cheap, i.where { price < 5 }).from(:cheap).select_order_map(:title), i.with_recursive(:t, DB.select(Sequel[1].as(:n)), DB[:t].select { n + 1 }.where { n < 4 }).from(:t).select_map(:n)
  j = Sequel.pg_jsonb_op(:meta)
  say s.where(j.contains('x' => 'é')).select_map(:id), s.where(j.has_key?('a')).select_map(:id), s.where(id: a).get(j[%w[a b]].array_length), s.where(Sequel.pg_array_op(:tags).contains(%w[r])).select_map(:id), s.where(id: a).get(Sequel.pg_array_op(:nums).unnest), s.where('g' => Sequel.pg_array_op(:tags).any).select_map(:name)
  say i.where(title: 'nut').update(price: Sequel[:price] * 2), i.where(title: 'nut').returning.update(price: 1), i.where(title: 'nut').delete, i.from(:sq_items, :sq_shops).where(Sequel[:sq_items][:shop_id] => Sequel[:sq_shops][:id]).count
  say i.where(Sequel.ilike(:title, 'A%')).sql, i.where(title: /^[af]/).select_order_map(:title), i.order(Sequel.desc(:price, nulls: :last)).limit(1, 1).get(:title), i.union(i, all: true).count, i.distinct(:shop_id).order(:shop_id, :price).select_map(:title), i.select_group(:shop_id).select_append { string_agg(:title, ',').order(:title).as(:l) }.all, i.paginate(2, 2).count, i.empty?, s.group([:open], []).grouping_sets.select(:open) { count.function.*.as(:n) }.order(:open).all
  i.order(:id).use_cursor(rows_per_fetch: 2).each { |r| print r[:title], ' ' }
  i.order(:id).paged_each(rows_per_fetch: 2, strategy: :filter) { |r| print r[:price], ' ' }
  puts
  say i.explain.is_a?(String), i.for_update.order(:id).first[:title], DB.fetch('SELECT ?::int + ?::int AS n', 1, 2).all, DB['SELECT :a::text AS t', a: "q'"].all, i.prepare(:select, :sq_p).call.size, i.where(title: :$t).call(:select, t: 'fig').map { |r| r[:price] }
  say DB.copy_table(i.select(:title, :price).order(:id), format: :csv), (DB.copy_into(:sq_items, columns: %i[shop_id title], data: ["1\tcc\n", "1\tdd\n"]); i.count)
  say i.merge_using(DB.select(Sequel[1].as(:sid), Sequel['cc'].as(:t)).as(:m), {Sequel[:m][:t] => Sequel[:sq_items][:title]}).merge_update(price: 77).merge, i.where(title: 'cc').get(:price)
end
section :models do
  Sequel::Model.plugin :timestamps rescue nil
  class Shop < Sequel::Model(:sq_shops); plugin :validation_helpers; plugin :dirty; one_to_many :items, order: :title; plugin :association_dependencies, items: :delete; def validate; super; validates_presence :name; validates_unique :name; end; end
  class Item < Sequel::Model(:sq_items); many_to_one :shop; many_to_many :others, class: :Item, join_table: :sq_pairs, left_key: :item_id, right_key: :other_id; end
  s = Shop.create(name: 'third')
  s.add_item(title: 'zz', price: 2)
  say s.items.map(&:title), Item.first(title: 'zz').shop.name, Shop.eager(:items).order(:id).all.map { |x| x.items.size }, Shop.eager_graph(:items).order(Sequel[:sq_shops][:id], :title).all.map { |x| x.items.map(&:title) }, Shop.association_join(:items).count
  Item.first.add_other(Item.first(title: 'fig')); say Item.first.others.map(&:title); Item.first.remove_all_others
  s.name = ''
  say s.valid?, s.errors.full_messages, Shop.new(name: 'Žlutý').valid?, s.column_changes
  s.refresh.update(name: 'third!'); say s.lock!.name, Shop[s.id].name, Shop.find_or_create(name: 'four').id, s.destroy.exists?
end
section :transactions do
  i = DB[:sq_items]
  DB.transaction { i.insert(shop_id: 1, title: 't1'); DB.transaction(savepoint: true) { i.insert(shop_id: 1, title: 't2'); raise Sequel::Rollback } }
  begin DB.transaction { i.insert(shop_id: 1, title: 't3'); raise 'no' } rescue say $!.message end
  DB.transaction(isolation: :serializable, retry_on: Sequel::SerializationFailure) { say DB.get(Sequel.lit("current_setting('transaction_isolation')")) }
  DB.transaction(read_only: true) { fails('read only') { i.insert(shop_id: 1, title: 'x') } } rescue nil
  DB.transaction { DB.after_commit { say 'after' }; fails('inner') { DB.transaction(savepoint: true) { i.insert(shop_id: 99, title: 'x') } } }
  say i.where(Sequel.like(:title, 't_')).select_order_map(:title), DB.in_transaction?
end
section :errors do
  fails('unique') { DB[:sq_shops].insert(name: 'Žlutý') }
  fails('foreign') { DB[:sq_items].insert(shop_id: 99, title: 'x') }
  fails('null') { DB[:sq_items].insert(shop_id: 1) }
  fails('check') { DB[:sq_shops].insert(name: 'q', rate: 100) }
  fails('table') { DB[:sq_nix].all }
  fails('column') { DB[:sq_items].select(:nix).all }
  fails('number') { DB[:sq_items].where(id: 'abc').all }
  begin DB[:sq_shops].insert(name: 'Žlutý') rescue say DB.error_info($!).reject { |k, _| k == :message || k.start_with?('source_') } end
end
section(:down) { DB.transaction { MIGRATION.apply(DB, :down) }; say DB.tables.grep(/\Asq_/) }
(ARGV.empty? ? SECTIONS.keys : ARGV).each do |name|
  puts "== #{name}"
  begin SECTIONS[name].call rescue puts "UNEXPECTED #{$!.class} #{$!.message} #{$!.backtrace.grep_v(/sequel-/).first(2)}" end
end
