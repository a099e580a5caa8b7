<?php
// Laravel's Eloquent: migrations (with Doctrine's DBAL to change columns), models with relations, JSON and soft deletes, the query builder, errors.
require_once '/usr/share/php/Illuminate/Database/autoload.php';
require_once '/usr/share/php/Illuminate/Events/autoload.php';
require_once '/usr/share/php/Illuminate/Filesystem/autoload.php';
require_once '/usr/share/php/Illuminate/Pagination/autoload.php';
use Illuminate\Database\Capsule\Manager as DB;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\SoftDeletes;
error_reporting(E_ALL & ~E_DEPRECATED);

$capsule = new DB;
$capsule->addConnection(['driver' => 'pgsql', 'host' => getenv('PGHOST'), 'port' => getenv('PGPORT'), 'database' => getenv('PGDATABASE'),
    'username' => getenv('PGUSER'), 'password' => getenv('PGPASSWORD') ?: '', 'charset' => 'utf8', 'prefix' => 'lv_', 'schema' => 'public', 'sslmode' => getenv('PGSSLMODE'), 'timezone' => 'UTC']);
$capsule->setAsGlobal();
$capsule->bootEloquent();

function say(...$v) { echo implode(' ', array_map(fn ($x) => is_string($x) ? $x : json_encode($x, JSON_UNESCAPED_UNICODE), $v)), "\n"; }
function fails($label, $work) {
    try { say('error', $label, 'NOT RAISED', $work()); }
    catch (Illuminate\Database\QueryException $e) { say('error', $label, get_class($e), $e->getCode(), explode("\n", $e->getMessage())[0]); }
}

function tables() { $names = array_filter(array_column(DB::schema()->getAllTables(), 'tablename'), fn ($n) => str_starts_with($n, 'lv_')); sort($names); return $names; }

class Shop extends Model { use SoftDeletes; public $timestamps = true; protected $guarded = []; protected $casts = ['meta' => 'array', 'open' => 'boolean', 'rate' => 'decimal:2', 'founded' => 'date'];
    function items() { return $this->hasMany(Item::class); } function tags() { return $this->morphToMany(Tag::class, 'taggable'); }
    function latest() { return $this->hasOne(Item::class)->latestOfMany('price'); }
    function scopeOpen($q) { return $q->where('open', true); } }
class Item extends Model { public $timestamps = false; protected $guarded = []; function shop() { return $this->belongsTo(Shop::class); } function buyers() { return $this->belongsToMany(Buyer::class)->withPivot('n')->withTimestamps(); } }
class Buyer extends Model { public $timestamps = false; protected $guarded = []; public $incrementing = false; protected $keyType = 'string'; function items() { return $this->belongsToMany(Item::class)->withPivot('n'); } }
class Tag extends Model { public $timestamps = false; protected $guarded = []; function shops() { return $this->morphedByMany(Shop::class, 'taggable'); } }

class CreateShops extends Illuminate\Database\Migrations\Migration {
    function up() {
        $s = DB::schema();
        $s->create('shops', function (Blueprint $t) {
            $t->id(); $t->string('name', 40)->unique(); $t->boolean('open')->default(true); $t->decimal('rate', 8, 2)->nullable(); $t->date('founded')->nullable();
            $t->jsonb('meta')->nullable(); $t->enum('kind', ['big', 'small'])->default('small'); $t->timestamps(); $t->softDeletes(); $t->index(['open', 'kind']);
        });
        $s->create('items', function (Blueprint $t) {
            $t->increments('id'); $t->foreignId('shop_id')->constrained('shops')->cascadeOnDelete(); $t->string('title')->comment('what it is'); $t->integer('price')->default(0); $t->json('more')->nullable();
            $t->ipAddress('ip')->nullable(); $t->macAddress('mac')->nullable(); $t->uuid('uid')->nullable(); $t->binary('raw')->nullable(); $t->double('w')->nullable(); $t->smallInteger('si')->nullable();
            $t->time('at')->nullable(); $t->timestampTz('tz', 3)->nullable(); $t->char('c', 3)->nullable(); $t->unique(['shop_id', 'title'], 'item_title');
        });
        $s->create('buyers', function (Blueprint $t) { $t->uuid('id')->primary(); $t->text('name'); $t->year('born')->nullable(); });
        $s->create('buyer_item', function (Blueprint $t) { $t->uuid('buyer_id'); $t->unsignedInteger('item_id'); $t->integer('n')->default(1); $t->timestamps(); $t->primary(['buyer_id', 'item_id']);
            $t->foreign('buyer_id')->references('id')->on('buyers'); $t->foreign('item_id')->references('id')->on('items')->onDelete('cascade'); });
        $s->create('tags', function (Blueprint $t) { $t->id(); $t->string('name'); });
        $s->create('taggables', function (Blueprint $t) { $t->foreignId('tag_id'); $t->morphs('taggable'); });
    }
    function down() { foreach (['taggables', 'tags', 'buyer_item', 'buyers', 'items', 'shops'] as $t) DB::schema()->dropIfExists($t); }
}

$sections = [
 'repository' => function () use ($capsule) {
    $r = new Illuminate\Database\Migrations\DatabaseMigrationRepository($capsule->getDatabaseManager(), 'migrations');
    say($r->repositoryExists()); $r->createRepository(); say($r->repositoryExists());
    $r->log('one', 1); $r->log('two', 2); say($r->getRan(), $r->getLast(), $r->getMigrationBatches(), $r->getNextBatchNumber()); $r->delete((object)['migration' => 'two']); say($r->getRan());
    DB::schema()->drop('migrations');
 },
 'migrations' => function () {
    $m = new CreateShops; DB::connection()->transaction(fn () => $m->up());
    $s = DB::schema();
    say($s->hasTable('shops'), $s->hasTable('nothing'), $s->getColumnListing('items'), $s->hasColumns('items', ['id', 'mac']));
    say(tables());
    $sm = DB::connection()->getDoctrineSchemaManager();
    DB::connection()->getDoctrineSchemaManager()->getDatabasePlatform()->registerDoctrineTypeMapping('inet', 'string');
    foreach (['macaddr', 'json'] as $ty) $sm->getDatabasePlatform()->registerDoctrineTypeMapping($ty, 'string');
    foreach (['lv_shops', 'lv_items', 'lv_buyer_item'] as $t) {
        foreach ($sm->listTableColumns($t) as $c) { $a = $c->toArray(); $a['type'] = get_class($a['type']); say($t, $a); }
        $indexes = $sm->listTableIndexes($t); ksort($indexes); foreach ($indexes as $i) say($i->getName(), $i->getColumns(), $i->isUnique(), $i->isPrimary(), $i->getOptions());
        foreach ($sm->listTableForeignKeys($t) as $f) say($f->getName(), $f->getLocalColumns(), $f->getForeignTableName(), $f->getForeignColumns(), $f->getOptions());
    }
    $s->table('items', function (Blueprint $t) { $t->string('extra', 20)->nullable()->after('title'); $t->renameColumn('w', 'weight'); $t->index('price'); });
    $s->table('items', function (Blueprint $t) { $t->dropColumn('extra'); $t->dropIndex(['price']); });
    $s->table('items', function (Blueprint $t) { $t->string('title', 100)->change(); $t->bigInteger('price')->nullable()->default(5)->change(); });
    $s->table('shops', function (Blueprint $t) { $t->dropUnique(['name']); });
    $s->table('shops', function (Blueprint $t) { $t->unique('name'); });
    $s->rename('tags', 'labels'); $s->rename('labels', 'tags');
    foreach ($sm->listTableColumns('lv_items') as $c) { $a = $c->toArray(); $a['type'] = get_class($a['type']); say($a); }
 },
 'models' => function () {
    Illuminate\Support\Carbon::setTestNow('2024-02-29 12:00:00');
    $a = Shop::create(['name' => 'Žlutý', 'rate' => 4.5, 'founded' => '1999-12-31', 'meta' => ['a' => ['b' => [1, 2]], 'x' => 'é']]);
    $b = Shop::create(['name' => "O'Neil", 'open' => false, 'kind' => 'big']);
    say($a->id, $b->id, $a->fresh()->toArray(), $b->refresh()->toArray());
    $i = $a->items()->create(['title' => 'apple', 'price' => 3, 'more' => '{"k": true}', 'ip' => '10.0.0.1', 'mac' => '08:00:2b:01:02:03', 'uid' => 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'weight' => 1.25, 'si' => 7, 'at' => '12:30:00', 'tz' => '2024-01-01 00:00:00.123+02', 'c' => 'ab']);
    $a->items()->createMany([['title' => 'pear', 'price' => 9], ['title' => 'fig', 'price' => 1]]);
    say($i->fresh()->toArray());
    $x = Buyer::create(['id' => 'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'name' => 'x', 'born' => 1980]); $x->items()->attach([$i->id => ['n' => 5], 2 => ['n' => 1]]);
    say($x->items()->orderBy('title')->get()->toArray()); say($x->items()->sync([2, 3]), $x->items()->toggle([3]));
    $t = Tag::create(['name' => 'red']); $a->tags()->attach($t); $b->tags()->attach($t); say($t->shops()->orderBy('name')->pluck('name'));
    say(Shop::with(['items' => fn ($q) => $q->orderBy('id'), 'tags', 'latest'])->withCount('items')->withSum('items', 'price')->withMax('items', 'price')->withExists('items')->orderBy('id')->get()->toArray());
    say(Shop::has('items', '>', 2)->pluck('name'), Shop::doesntHave('items')->pluck('name'), Shop::whereHas('items.buyers', fn ($q) => $q->where('name', 'x'))->pluck('id'));
    say(Shop::open()->where('meta->a->b', '!=', null)->count(), Shop::whereJsonContains('meta->a->b', 2)->pluck('id'), Shop::whereJsonLength('meta->a->b', '>', 1)->pluck('id'), Shop::where('meta->x', 'é')->value('name'));
    Shop::where('id', $a->id)->update(['meta->x' => 'new', 'rate' => DB::raw('rate * 2')]); say($a->fresh()->meta, $a->fresh()->rate);
    say(Shop::whereDate('created_at', '2024-02-29')->count(), Shop::whereYear('created_at', 2024)->whereMonth('created_at', '02')->whereDay('created_at', '29')->whereTime('created_at', '>=', '11:00')->count());
    say($b->delete(), Shop::count(), Shop::withTrashed()->count(), Shop::onlyTrashed()->first()->restore(), Shop::count());
    say(Item::where('price', '>', 2)->orWhere('title', 'ilike', 'F%')->orderByDesc('price')->get(['title', 'price'])->toArray());
    say(Item::firstOrCreate(['shop_id' => 1, 'title' => 'kiwi'], ['price' => 2])->id, Item::updateOrCreate(['shop_id' => 1, 'title' => 'kiwi'], ['price' => 8])->price, Item::increment('price', 2), Item::sum('price'), Item::avg('price'), Item::max('title'));
    say(Item::upsert([['shop_id' => 1, 'title' => 'kiwi', 'price' => 80], ['shop_id' => 1, 'title' => 'plum', 'price' => 4]], ['shop_id', 'title'], ['price']), Item::orderBy('title')->pluck('price', 'title'));
    say(DB::table('items')->insertOrIgnore([['shop_id' => 1, 'title' => 'kiwi'], ['shop_id' => 1, 'title' => 'lime']]), DB::table('items')->insertGetId(['shop_id' => 2, 'title' => 'nut']));
    say(Item::paginate(2, ['title'], 'page', 2)->toArray()['data'], Item::cursorPaginate(2)->count());
    $seen = []; Item::chunkById(2, function ($rows) use (&$seen) { $seen[] = $rows->pluck('id'); }); say($seen); foreach (Item::lazyById(3) as $r) echo $r->id, ' '; foreach (Item::cursor() as $r) echo $r->id, ' '; echo "\n";
 },
 'queries' => function () {
    say(DB::table('items')->join('shops', 'shops.id', '=', 'items.shop_id')->select('shops.name', DB::raw('count(*) as n'), DB::raw('sum(price) as total'))->groupBy('shops.name')->having('n', '>', 0)->toSql());
    say(DB::table('items')->join('shops', 'shops.id', '=', 'items.shop_id')->select('shops.name', DB::raw('count(*) as n'), DB::raw('sum(price) as total'))->groupBy('shops.name')->havingRaw('count(*) > 0')->orderBy('name')->get());
    say(DB::table('items')->leftJoinSub(DB::table('shops')->select('id as sid', 'open'), 's', 's.sid', '=', 'items.shop_id')->distinct()->orderBy('open')->pluck('open'));
    say(DB::table('items')->select('title')->union(DB::table('shops')->select('name'))->orderBy('title')->get()->pluck('title'));
    say(DB::table('items')->whereIn('id', [1, 2])->whereNotNull('title')->whereBetween('price', [0, 100])->whereColumn('id', '<=', 'price')->whereExists(fn ($q) => $q->select(DB::raw(1))->from('shops')->whereColumn('shops.id', 'items.shop_id'))->orderBy('id')->pluck('title'));
    say(DB::table('items')->where('title', 'like', '%e%')->orderByRaw('length(title), title')->skip(1)->take(2)->get(['title']), DB::table('items')->whereRowValues(['id', 'shop_id'], '>', [2, 1])->count(), DB::table('items')->inRandomOrder()->count());
    say(DB::select('select ?::int + ?::int as n, ?::text as t', [1, 2, 'x']));
 },
 'transactions' => function () {
    DB::transaction(function () { Item::create(['shop_id' => 1, 'title' => 'in']); say(DB::connection()->transactionLevel()); DB::transaction(fn () => Item::create(['shop_id' => 1, 'title' => 'deep'])); });
    try { DB::transaction(function () { Item::create(['shop_id' => 1, 'title' => 'out']); throw new Exception('no'); }); } catch (Exception $e) { say($e->getMessage()); }
    DB::beginTransaction(); Item::create(['shop_id' => 1, 'title' => 'a1']); DB::beginTransaction(); Item::create(['shop_id' => 1, 'title' => 'a2']); DB::rollBack(); DB::commit();
    say(Item::whereIn('title', ['in', 'deep', 'out', 'a1', 'a2'])->orderBy('title')->pluck('title'));
    DB::transaction(function () { say(Item::where('title', 'in')->lockForUpdate()->first()->title, Item::where('title', 'in')->sharedLock()->get()->count()); });
 },
 'errors' => function () {
    fails('unique', fn () => Item::create(['shop_id' => 1, 'title' => 'kiwi'])); fails('foreign', fn () => Item::create(['shop_id' => 99, 'title' => 'z'])); fails('null', fn () => DB::table('shops')->insert(['name' => null]));
    fails('check', fn () => Shop::create(['name' => 'q', 'kind' => 'huge'])); fails('column', fn () => Item::where('nix', 1)->get()); fails('table', fn () => DB::table('nix')->get()); fails('syntax', fn () => DB::select('selec 1')); fails('long', fn () => Shop::create(['name' => str_repeat('x', 41)]));
    fails('number', fn () => Item::find('abc'));
 },
 'truncate' => function () { DB::table('buyer_item')->truncate(); say(DB::table('buyer_item')->count()); DB::schema()->disableForeignKeyConstraints(); DB::schema()->enableForeignKeyConstraints(); },
 'down' => function () { DB::connection()->transaction(fn () => (new CreateShops)->down()); say(tables()); },
];
foreach (array_slice($argv, 1) ?: array_keys($sections) as $name) {
    echo "== $name\n";
    try { $sections[$name](); } catch (Throwable $e) { say('UNEXPECTED', get_class($e), $e->getMessage(), $e->getFile(), $e->getLine()); }
}
