# A small application of ActiveRecord: migrations up and down, a dump of the schema, models, queries, transactions, locks.
require 'active_record'
require 'bigdecimal'
require 'stringio'

SECTIONS = {}

def section(name, &run)
  SECTIONS[name.to_s] = run
end

def text(value)
  case value
  when String then value.encoding == Encoding::BINARY ? value.unpack1('H*') : value
  when BigDecimal then value.to_s('F')
  when Time, ActiveSupport::TimeWithZone then value.utc.iso8601(6)
  when Array then "[#{value.map { |v| text(v) }.join(', ')}]"
  when Hash then "{#{value.map { |k, v| "#{text(k)}: #{text(v)}" }.join(', ')}}"
  else value.inspect
  end
end

def say(*values)
  puts values.map { |v| text(v) }.join(' ')
end

def fails(label)
  say 'error', label, 'NOT RAISED', yield
rescue StandardError => e
  state = e.cause.respond_to?(:result) && e.cause.result ? e.cause.result.error_field(PG::Result::PG_DIAG_SQLSTATE) : ''
  say 'error', label, e.class.name, state, e.message.lines.reject { |l| l.strip.empty? || l.include?('Failing row') }.first(2).join.chomp
end

ActiveRecord::Base.establish_connection(adapter: 'postgresql', encoding: 'unicode', pool: 4, min_messages: 'error')
ActiveRecord::Base.logger = nil
ActiveRecord::Migration.verbose = false

class CreateShops < ActiveRecord::Migration[6.1]
  def change
    create_table :ar_shops do |t|
      t.string :name, null: false, limit: 40
      t.text :about
      t.integer :floors, default: 1, null: false
      t.integer :small, limit: 2
      t.bigint :visits, default: 0
      t.float :score
      t.decimal :balance, precision: 12, scale: 2, default: '0.0'
      t.boolean :open, default: true, null: false
      t.date :founded
      t.time :opens
      t.datetime :seen
      t.datetime :exact, precision: 3
      t.column :zoned, 'timestamptz'
      t.binary :logo
      t.json :raw
      t.jsonb :options, default: {}
      t.uuid :token
      t.inet :address
      t.cidr :network
      t.macaddr :mac
      t.bit :flags, limit: 4
      t.bit_varying :mask, limit: 8
      t.money :till
      t.interval :every
      t.string :tags, array: true, default: []
      t.integer :numbers, array: true
      t.int4range :ages
      t.daterange :season
      t.numrange :prices
      t.tstzrange :during
      t.oid :object
      t.timestamps
    end
    add_index :ar_shops, :name, unique: true
    add_index :ar_shops, %i[open visits], name: 'ar_shops_open', order: { visits: :desc }
  end
end

class CreateItems < ActiveRecord::Migration[6.1]
  def change
    create_table :ar_items do |t|
      t.references :ar_shop, null: false, foreign_key: { on_delete: :cascade }
      t.belongs_to :owner, polymorphic: true
      t.string :title
      t.integer :quantity
      t.integer :lock_version, default: 0
      t.string :type
      t.timestamps
    end
    create_table :ar_labels, id: :uuid do |t|
      t.string :word
    end
    create_table :ar_items_labels, id: false do |t|
      t.bigint :ar_item_id, null: false
      t.uuid :ar_label_id, null: false
      t.index %i[ar_item_id ar_label_id], name: 'ar_items_labels_both', unique: true
    end
    create_table :ar_codes, id: false, primary_key: :code do |t|
      t.string :code, primary_key: true, limit: 8
      t.check_constraint "length((code)::text) > 1", name: 'ar_codes_long'
    end
  end
end

class ChangeShops < ActiveRecord::Migration[6.1]
  def up
    add_column :ar_shops, :motto, :string, default: 'none'
    rename_column :ar_shops, :about, :story
    change_column :ar_shops, :floors, :bigint
    change_column :ar_shops, :motto, :text
    change_column_default :ar_shops, :score, from: nil, to: 1.5
    change_column_null :ar_shops, :score, false, 0
    remove_column :ar_shops, :object
    remove_index :ar_shops, name: 'ar_shops_open'
    add_index :ar_shops, :founded
    rename_index :ar_shops, 'index_ar_shops_on_founded', 'ar_shops_founded'
    change_column_comment :ar_shops, :motto, "what it says"
    change_table_comment :ar_shops, 'where one buys'
    add_foreign_key :ar_items, :ar_codes, column: :title, primary_key: :code, name: 'ar_items_code'
    rename_table :ar_labels, :ar_marks
    add_check_constraint :ar_items, 'quantity >= 0', name: 'ar_items_quantity'
  end

  def down
    remove_check_constraint :ar_items, name: 'ar_items_quantity'
    rename_table :ar_marks, :ar_labels
    remove_foreign_key :ar_items, name: 'ar_items_code'
    change_table_comment :ar_shops, nil
    rename_index :ar_shops, 'ar_shops_founded', 'index_ar_shops_on_founded'
    remove_index :ar_shops, :founded
    add_index :ar_shops, %i[open visits], name: 'ar_shops_open', order: { visits: :desc }
    add_column :ar_shops, :object, :oid
    change_column_null :ar_shops, :score, true
    change_column_default :ar_shops, :score, nil
    change_column :ar_shops, :floors, :integer
    rename_column :ar_shops, :story, :about
    remove_column :ar_shops, :motto
  end
end

class Broken < ActiveRecord::Migration[6.1]
  def up
    create_table(:ar_never) { |t| t.string :x }
    execute 'SELECT 1 / 0'
  end
end

class Migrations < ActiveRecord::MigrationContext
  ALL = [CreateShops, CreateItems, ChangeShops].freeze

  def initialize(also = [])
    @all = ALL + also
    super([], ActiveRecord::SchemaMigration)
  end

  def migrations
    @all.each_with_index.map { |m, i| m.new(m.name, 20_240_101_000_000 + i) }
  end
end

class Shop < ActiveRecord::Base
  self.table_name = 'ar_shops'
  attribute :every, :string
  has_many :items, foreign_key: :ar_shop_id, inverse_of: :shop
  validates :name, presence: true, uniqueness: true
  validates :floors, numericality: { greater_than: 0 }
  scope :big, -> { where('floors > ?', 2) }
end

class Item < ActiveRecord::Base
  self.table_name = 'ar_items'
  belongs_to :shop, foreign_key: :ar_shop_id, counter_cache: :visits
  belongs_to :owner, polymorphic: true, optional: true
  has_and_belongs_to_many :marks, join_table: 'ar_items_labels', foreign_key: :ar_item_id, association_foreign_key: :ar_label_id
end

class Book < Item
end

class Mark < ActiveRecord::Base
  self.table_name = 'ar_marks'
end

class Code < ActiveRecord::Base
  self.table_name = 'ar_codes'
end

MODELS = [Shop, Item, Mark, Code].freeze

def connection
  ActiveRecord::Base.connection
end

def ours
  connection.tables.grep(/\Aar_|\Aschema_|internal_meta/).sort
end

def dump
  ActiveRecord::SchemaDumper.ignore_tables = [->(t) { !t.start_with?('ar_') }]
  out = StringIO.new
  ActiveRecord::SchemaDumper.dump(connection, out)
  out.string.lines.reject { |l| l.strip.start_with?('#') || l.strip.empty? || l.include?('plpgsql') }.each { |l| puts l.gsub(/(t\.datetime "\w+")(, precision: \d)?/, '\1') }
end

def describe(table)
  connection.columns(table).each do |c|
    times = c.type == :datetime # MongoDB keeps milliseconds, and the type says so
    say table, c.name, times ? c.sql_type.sub(/\(\d\)/, '') : c.sql_type, c.type, c.null, c.default, c.default_function, c.limit, times ? nil : c.precision, c.scale, c.comment
  end
  connection.indexes(table).sort_by(&:name).each { |i| say table, i.name, i.unique, i.columns, i.orders, i.where, i.using, i.comment }
  connection.foreign_keys(table).sort_by(&:name).each { |k| say table, k.name, k.column, k.to_table, k.primary_key, k.on_delete, k.on_update }
  connection.check_constraints(table).sort_by(&:name).each { |k| say table, k.name, k.expression }
  say table, connection.primary_keys(table), connection.pk_and_sequence_for(table).to_a.map(&:to_s), connection.table_comment(table)
end

def reset
  %w[ar_items_labels ar_items ar_marks ar_labels ar_codes ar_shops ar_never ar_internal_metadata schema_migrations].each do |t|
    connection.drop_table(t, if_exists: true, force: :cascade)
  end
end

section :migrate do
  reset
  context = Migrations.new
  say context.needs_migration?, context.current_version, ours
  context.up(20_240_101_000_001)
  say context.current_version, ours
  %w[ar_shops ar_items ar_items_labels ar_labels ar_codes].each { |t| describe(t) }
  context.migrate
  say context.current_version, context.needs_migration?, ours
  describe('ar_shops')
  describe('ar_items')
  dump
  context.rollback(1)
  say context.current_version, ours
  dump
  fails('broken') { Migrations.new([Broken]).migrate }
  say context.get_all_versions, ours
  context.down(0)
  say context.current_version, ours
  context.migrate
  say ours, context.get_all_versions
  say ActiveRecord::InternalMetadata[:environment], connection.get_advisory_lock(77), connection.release_advisory_lock(77), connection.release_advisory_lock(77)
  say connection.data_source_exists?('ar_shops'), connection.table_exists?('nope'), connection.views, connection.index_exists?(:ar_shops, :founded), connection.foreign_key_exists?(:ar_items, :ar_shops)
  say connection.schema_names, connection.current_schema, connection.current_database.empty?, connection.encoding, connection.collation.nil?
  MODELS.each(&:reset_column_information)
end

AT = Time.utc(2024, 2, 29, 12, 30, 15.25r)

section :values do
  MODELS.each(&:reset_column_information)
  shop = Shop.create!(name: 'Čapek', story: "it's \\ \"x\"", floors: 3, small: -5, visits: 2**40, score: 0.1, balance: BigDecimal('1234.50'), founded: Date.new(1890, 1, 9),
                      opens: '08:30:15', seen: AT, exact: AT, zoned: AT, logo: "\x00\xff'".b, raw: { a: [1, nil] }, options: { 'b' => { 'c' => '日本' } },
                      token: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', address: '10.0.0.1', network: '10.1.0.0/16', mac: '08:00:2b:01:02:03', flags: '1010', mask: '011',
                      till: '12.34', every: '01:30:00', tags: ['a', 'b c', 'q"'], numbers: [1, nil, 3], ages: 3...7, season: Date.new(2024, 1, 1)..Date.new(2024, 3, 1),
                      prices: BigDecimal('1.5')..BigDecimal('2.5'), during: AT...(AT + 60))
  say shop.reload.attributes.except('created_at', 'updated_at').to_a
  say shop.created_at.nil?, shop.updated_at == shop.created_at
  shop.update!(options: shop.options.merge('d' => 1), tags: shop.tags + ['z'], balance: shop.balance + BigDecimal('0.01'), seen: nil)
  say Shop.find(shop.id).slice(:options, :tags, :balance, :seen)
  say Shop.where(tags: [['a', 'b c', 'q"', 'z']]).count, Shop.where("options @> ?", { d: 1 }.to_json).pluck(:name), Shop.where("? = ANY (tags)", 'z').pluck(:id), Shop.where(ages: 3...7).exists?
  say Shop.where(token: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11').pick(:name), Shop.where(founded: ..Date.new(1900, 1, 1)).count, Shop.where(address: '10.0.0.1').count, Shop.where(flags: '1010').count
  say Shop.new.attributes.slice('floors', 'motto', 'open', 'balance', 'tags', 'options', 'score')
  bad = Shop.new(name: 'Čapek', floors: 0)
  say bad.valid?, bad.errors.full_messages
  fails('invalid') { bad.save! }
  fails('unique') { bad.save!(validate: false) }
  fails('null') { Shop.new(name: nil).save!(validate: false) }
  fails('long') { Shop.create!(name: 'x' * 41) }
  fails('range') { Shop.connection.execute("INSERT INTO ar_shops (name, small, created_at, updated_at) VALUES ('r', 40000, now(), now())") }
  fails('find') { Shop.find(99) }
  fails('statement') { Shop.where('nope = 1').to_a }
  code = Code.create!(code: 'ab')
  say code.reload.attributes
  fails('check') { Code.create!(code: 'a') }
  say Mark.create!(word: 'x').id =~ /\A\h{8}-/
  Mark.delete_all
  shop.destroy!
  say Shop.count
end

section :queries do
  MODELS.each(&:reset_column_information)
  Shop.delete_all
  say Shop.insert_all((1..6).map { |i| { name: "s#{i}", floors: i, balance: i * 1.25, created_at: AT, updated_at: AT } }, returning: %w[name floors]).rows
  say Shop.insert_all([{ name: 's1', created_at: AT, updated_at: AT }, { name: 's7', created_at: AT, updated_at: AT }]).length
  fails('insert_all!') { Shop.insert_all!([{ name: 's1', created_at: AT, updated_at: AT }]) }
  say Shop.upsert_all([{ name: 's2', floors: 20, created_at: AT, updated_at: AT }, { name: 's8', floors: 8, created_at: AT, updated_at: AT }], unique_by: :name, returning: %w[name floors]).rows
  shops = Shop.order(:name).to_a
  shops.each_with_index { |s, i| i.times { |n| s.items.create!(title: nil, quantity: n + 1, type: n.odd? ? 'Book' : nil) } }
  say shops.map(&:name), Shop.order(name: :desc).limit(2).offset(1).pluck(:name, :floors)
  say Shop.count, Shop.big.count, Shop.sum(:balance), Shop.average(:floors), Shop.minimum(:name), Shop.maximum(:balance), Shop.distinct.count(:open)
  say Item.group(:quantity).order(:quantity).count, Item.group(:type).sum(:quantity).sort_by { |k, _| k.to_s }, Item.joins(:shop).group('ar_shops.name').having('count(*) > 4').order('ar_shops.name').count
  say Shop.includes(:items).order(:name).map { |s| [s.name, s.items.map(&:quantity).sort] }
  say Shop.eager_load(:items).where(ar_items: { quantity: 5.. }).order('ar_shops.name, ar_items.quantity').map { |s| [s.name, s.items.map(&:quantity)] }
  say Shop.left_joins(:items).where(ar_items: { id: nil }).pluck(:name), Shop.joins(:items).distinct.order(:name).pluck(:name), Shop.where.missing(:items).count
  say Shop.where(name: %w[s1 s3]).or(Shop.where(floors: 20)).order(:name).pluck(:name), Shop.where.not(name: 's1').where(floors: 2..4).ids.length
  say Shop.where(id: Item.where(quantity: 6).select(:ar_shop_id)).order(:name).pluck(:name), Shop.find_by(name: 's3')&.floors, Shop.exists?(name: 'nope'), Shop.none.count
  seen = []
  Shop.find_each(batch_size: 3) { |s| seen << s.name }
  Item.in_batches(of: 10) { |batch| seen << batch.update_all('quantity = quantity + 100') }
  say seen
  say Item.where(quantity: 101).update_all(quantity: 1, title: nil), Book.count, Book.order(:id).first.class.name, Item.order(:id).first.class.name
  book = Book.order(:id).first
  book.owner = book.shop
  book.save!
  say Item.where(owner: book.shop).pluck(:owner_type), book.reload.owner.name
  say Shop.find_or_create_by!(name: 's9').name, Shop.find_or_initialize_by(name: 's9').new_record?, Shop.where(name: 's9').delete_all
  shop = shops.last
  shop.increment!(:floors, 2)
  shop.touch(time: AT + 5)
  shop.toggle!(:open)
  say shop.reload.slice(:floors, :open)
  say Shop.from(Shop.select('floors, row_number() OVER (ORDER BY floors) AS n'), :s).where('n < 3').pluck(Arel.sql('s.n')).sort
  say Shop.connection.select_all("SELECT name, floors FROM ar_shops WHERE floors > $1 ORDER BY name", 'x', [ActiveRecord::Relation::QueryAttribute.new('floors', 5, ActiveRecord::Type::Integer.new)]).to_a
  say Shop.find_by_sql(["SELECT *, floors * 2 AS twice FROM ar_shops WHERE name = ?", 's3']).map { |s| s['twice'] }
  say Shop.unscoped.select(:open).distinct.order(:open).map(&:open), Shop.where("name ILIKE ?", 'S1%').count, Shop.order(Arel.sql('lower(name) DESC')).first.name
  say Shop.order(:name).extending { def total = sum(:floors) }.total, Shop.order(:id).last.name, Shop.order(:name).second.name, Shop.where(name: []).to_a
  say Shop.where(floors: 3).explain.lines.first
  item = Item.order(:id).first
  mark = Mark.create!(id: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', word: 'm')
  say mark.id, mark.word
  item.marks << mark << Mark.create!(word: 'n')
  say item.marks.order(:word).pluck(:word), Item.joins(:marks).distinct.count, Mark.where(id: item.mark_ids).count
  item.marks.delete(mark)
  item.marks.clear
  say item.marks.reload.to_a
  say Shop.find_by(name: 's8').items.count, Shop.find_by(name: 's8').destroy.name, Item.where.not(ar_shop_id: Shop.select(:id)).count
  fails('foreign key') { Item.where(id: item.id).update_all(ar_shop_id: 0) }
  fails('code') { Item.where(id: item.id).update_all(title: 'zz') }
  fails('quantity') { Item.where(id: item.id).update_all(quantity: -1) }
end

section :transactions do
  MODELS.each(&:reset_column_information)
  Shop.delete_all
  Shop.transaction do
    Shop.create!(name: 'gone')
    say Shop.count
    raise ActiveRecord::Rollback
  end
  say Shop.count
  Shop.transaction do
    Shop.create!(name: 'outer')
    Shop.transaction(requires_new: true) do
      Shop.create!(name: 'inner')
      say Shop.order(:name).pluck(:name)
      raise ActiveRecord::Rollback
    end
    Shop.transaction(requires_new: true) { Shop.create!(name: 'kept') }
    fails('inside') { Shop.transaction(requires_new: true) { Shop.new(name: 'outer').save!(validate: false) } }
    say Shop.order(:name).pluck(:name)
  end
  say Shop.order(:name).pluck(:name)
  shop = Shop.find_by(name: 'kept')
  shop.with_lock { shop.update!(floors: 5) }
  Shop.transaction do
    say Shop.lock.where(floors: 5).pluck(:name), Shop.lock('FOR UPDATE NOWAIT').find(shop.id).floors, Shop.lock('FOR SHARE').order(:name).first.name
  end
  item = shop.items.create!(quantity: 1)
  other = Item.find(item.id)
  item.update!(quantity: 2)
  say item.lock_version, shop.reload.visits
  fails('stale') { other.update!(quantity: 3) }
  fails('stale destroy') { other.destroy! }
  say Item.find(item.id).quantity
  Shop.transaction(isolation: :repeatable_read) { say Shop.count }
  Shop.transaction(isolation: :serializable) { Shop.create!(name: 'serial') }
  say Shop.exists?(name: 'serial')
  ran = []
  Thread.new do
    ActiveRecord::Base.connection_pool.with_connection { Shop.transaction { ran << Shop.count } }
  end.join
  say ran
  fails('timeout') { Shop.connection.execute("SET statement_timeout = 20; SELECT pg_sleep(2)") }
  Shop.connection.execute('SET statement_timeout = DEFAULT')
  Shop.connection.reconnect!
  say Shop.connection.active?, Shop.connection.prepared_statements, Shop.where(name: 'serial').count
  Shop.connection.truncate_tables('ar_items', 'ar_shops')
  say Shop.create!(name: 'first').id
end

section :down do
  Migrations.new.down(0)
  say ours
  reset
  say ours
end

names = ARGV.empty? ? SECTIONS.keys : ARGV
names.each do |name|
  puts "== #{name}"
  begin
    SECTIONS.fetch(name).call
  rescue StandardError => e
    say 'UNEXPECTED', e.class.name, e.message[0, 300]
    $stderr.puts e.message[0, 2000], e.backtrace.first(12)
  end
  $stdout.flush
end
