<?php
// Doctrine: its schema tool and comparator, entities (inheritance, versions, locks), DQL, DBAL's builder and errors; by PDO and by pgsql.
require_once 'Doctrine/ORM/autoload.php';
use Doctrine\ORM\Mapping as ORM;
use Doctrine\DBAL\Types\Types;
error_reporting(E_ALL & ~E_DEPRECATED);
#[ORM\Entity] #[ORM\Table(name: 'd_shops')] #[ORM\Index(columns: ['kind', 'rate'], name: 'd_shop_kind')]
class Shop {
    #[ORM\Id] #[ORM\Column] #[ORM\GeneratedValue] public ?int $id = null;
    #[ORM\Column(length: 40, unique: true)] public string $name;
    #[ORM\Column(length: 10, options: ['default' => 'small', 'comment' => 'how big'])] public string $kind = 'small';
    #[ORM\Column(type: 'decimal', precision: 8, scale: 2, nullable: true)] public ?string $rate = null;
    #[ORM\Column(type: 'json', nullable: true, options: ['jsonb' => true])] public $meta = null;
    #[ORM\Column(type: 'datetime_immutable')] public DateTimeImmutable $made;
    #[ORM\Column(type: 'datetimetz', nullable: true)] public $tz = null;
    #[ORM\Column(type: 'simple_array', nullable: true)] public $list = null;
    #[ORM\Column(type: 'blob', nullable: true)] public $raw = null;
    #[ORM\Column(type: 'guid', nullable: true)] public $uid = null;
    #[ORM\Column(type: 'time', nullable: true)] public $at = null;
    #[ORM\Column(type: 'dateinterval', nullable: true)] public $span = null;
    #[ORM\Column(type: 'boolean')] public bool $open = true;
    #[ORM\Column(type: 'float', nullable: true)] public $w = null;
    #[ORM\Column(type: 'integer')] #[ORM\Version] public int $version = 1;
    #[ORM\OneToMany(targetEntity: Item::class, mappedBy: 'shop', cascade: ['persist', 'remove'])] #[ORM\OrderBy(['title' => 'ASC'])] public $items;
    #[ORM\ManyToMany(targetEntity: Tag::class, cascade: ['persist'])] #[ORM\JoinTable(name: 'd_shop_tags')] #[ORM\JoinColumn(name: 'shop_id', referencedColumnName: 'id', onDelete: 'CASCADE')] #[ORM\InverseJoinColumn(name: 'tag', referencedColumnName: 'name')] public $tags;
    function __construct($name) { $this->name = $name; $this->made = new DateTimeImmutable('2024-02-29 12:00:00'); $this->items = new Doctrine\Common\Collections\ArrayCollection; $this->tags = new Doctrine\Common\Collections\ArrayCollection; }
    function add(Item $i) { $i->shop = $this; $this->items[] = $i; return $this; }
}
#[ORM\Entity] #[ORM\Table(name: 'd_items')] #[ORM\UniqueConstraint(columns: ['shop_id', 'title'])] #[ORM\InheritanceType('SINGLE_TABLE')] #[ORM\DiscriminatorColumn(name: 'd', type: 'string', length: 8)] #[ORM\DiscriminatorMap(['item' => Item::class, 'book' => Book::class])]
class Item { #[ORM\Id] #[ORM\Column(type: 'bigint')] #[ORM\GeneratedValue(strategy: 'IDENTITY')] public $id = null; #[ORM\Column] public string $title; #[ORM\Column] public int $price;
    #[ORM\ManyToOne(inversedBy: 'items')] #[ORM\JoinColumn(nullable: false, onDelete: 'CASCADE')] public ?Shop $shop = null; function __construct($t, $p) { $this->title = $t; $this->price = $p; } }
#[ORM\Entity] class Book extends Item { #[ORM\Column(nullable: true)] public ?int $pages = null; }
#[ORM\Entity] #[ORM\Table(name: 'd_tags')] class Tag { #[ORM\Id] #[ORM\Column(length: 20)] public string $name; function __construct($n) { $this->name = $n; } }


$config = Doctrine\ORM\ORMSetup::createAttributeMetadataConfiguration([__FILE__], true, '/tmp', new Symfony\Component\Cache\Adapter\ArrayAdapter);
$config->setAutoGenerateProxyClasses(Doctrine\Common\Proxy\AbstractProxyFactory::AUTOGENERATE_EVAL);
$config->setSchemaAssetsFilter(fn ($name) => str_starts_with(is_string($name) ? $name : $name->getName(), 'd_'));
$connection = Doctrine\DBAL\DriverManager::getConnection(['driver' => $argv[1] == 'pgsql' ? 'pgsql' : 'pdo_pgsql', 'host' => getenv('PGHOST'), 'port' => getenv('PGPORT'), 'dbname' => getenv('PGDATABASE'), 'user' => getenv('PGUSER'), 'password' => getenv('PGPASSWORD') ?: '', 'sslmode' => getenv('PGSSLMODE')], $config);
$em = new Doctrine\ORM\EntityManager($connection, $config);
$tool = new Doctrine\ORM\Tools\SchemaTool($em);
$classes = array_map(fn ($c) => $em->getClassMetadata($c), [Shop::class, Item::class, Book::class, Tag::class]);
function say(...$v) { echo implode(' ', array_map(fn ($x) => is_string($x) ? $x : json_encode($x, JSON_UNESCAPED_UNICODE|JSON_PARTIAL_OUTPUT_ON_ERROR), $v)), "\n"; }
function fails($label, $work) { try { say('error', $label, 'NOT RAISED', $work()); } catch (Throwable $e) { say('error', $label, get_class($e), $e->getCode(), method_exists($e, 'getSQLState') ? $e->getSQLState() : '', explode("\n", $e->getMessage())); } }
function fresh() { $GLOBALS['em']->clear(); return $GLOBALS['em']; }
$sections = [
 'schema' => function () use ($tool, $classes, $connection, $em) {
    foreach ($tool->getCreateSchemaSql($classes) as $q) say($q);
    $connection->transactional(fn () => $tool->createSchema($classes));
    say('differences', $tool->getUpdateSchemaSql($classes, true));
    $sm = $connection->createSchemaManager(); $p = $connection->getDatabasePlatform();
    say(get_class($p), $sm->listDatabases() != [], $sm->listSchemaNames());
    $schema = $sm->introspectSchema();
    foreach ($schema->toSql($p) as $q) $out[] = $q; sort($out); foreach ($out as $q) say($q);
    $to = clone $schema; $t = $to->getTable('d_items'); $t->addColumn('note', 'text', ['notnull' => false, 'comment' => 'a note']); $t->changeColumn('title', ['length' => 100, 'default' => 'none']); $t->addIndex(['price'], 'd_item_price'); $to->createSequence('d_numbers', 5, 10);
    $x = $to->createTable('d_extra'); $x->addColumn('id', 'integer', ['autoincrement' => true]); $x->addColumn('v', 'decimal', ['precision' => 10, 'scale' => 3, 'default' => 1.5]); $x->addColumn('f', 'string', ['fixed' => true, 'length' => 3]); $x->setPrimaryKey(['id']); $x->addUniqueIndex(['v', 'f']);
    $diff = $sm->createComparator()->compareSchemas($schema, $to); foreach ($p->getAlterSchemaSQL($diff) as $q) say($q); $sm->alterSchema($diff);
    say('again', count($p->getAlterSchemaSQL($sm->createComparator()->compareSchemas($sm->introspectSchema(), $to))));
    foreach ($sm->listTableColumns('d_extra') as $c) { $a = $c->toArray(); $a['type'] = get_class($a['type']); say($a); }
    $seen = array_map(fn ($s) => [$s->getName(), $s->getAllocationSize(), $s->getInitialValue()], $sm->listSequences()); sort($seen); say($seen, $connection->fetchOne($p->getSequenceNextValSQL('d_numbers')));
    $diff = $sm->createComparator()->compareSchemas($to, $schema); foreach ($p->getAlterSchemaSQL($diff) as $q) say($q); $sm->alterSchema($diff);
    $sm->createView(new Doctrine\DBAL\Schema\View('d_view', 'SELECT name, rate FROM d_shops WHERE open')); foreach ($sm->listViews() as $v) if (str_starts_with($v->getShortestName('public'), 'd_')) say($v->getName(), $v->getSql()); $sm->dropView('d_view');
 },
 'entities' => function () use ($em) {
    $a = (new Shop('Žlutý'))->add(new Item('apple', 3))->add(new Item('fig', 1)); $b = new Book('atlas', 90); $b->pages = 300; $a->add($b);
    $a->rate = '4.50'; $a->meta = ['a' => ['b' => [1, 2]], 'x' => 'é']; $a->tz = new DateTime('2024-01-01 10:00:00+02:00'); $a->list = ['x', 'y']; $a->raw = "\x00\xff\x01"; $a->uid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'; $a->at = new DateTime('1970-01-01 12:30:00'); $a->span = new DateInterval('P1DT2H'); $a->w = 1.25;
    $a->tags[] = new Tag('red'); $a->tags[] = new Tag('blue'); $c = new Shop("O'Neil"); $c->open = false; $em->persist($a); $em->persist($c); $em->flush();
    say($a->id, $c->id, $a->version, array_map(fn ($i) => $i->id, $a->items->toArray()));
    $x = fresh()->find(Shop::class, $a->id);
    say($x->name, $x->rate, $x->meta, $x->made->format('c'), $x->tz->format('c'), $x->list, bin2hex(stream_get_contents($x->raw)), $x->uid, $x->at->format('H:i:s'), $x->span->format('%R %d %h'), $x->open, $x->w, $x->version);
    say(array_map(fn ($i) => [get_class($i), $i->title, $i->price], $x->items->toArray()), count($x->tags));
    $x->rate = '5.00'; $x->items->removeElement($x->items[0]); $em->flush(); say($x->version); $em->refresh($x); say($x->version, count($x->items));
    $q = fn ($dql, $p = []) => say($em->createQuery($dql)->setParameters($p)->getArrayResult());
    $q('SELECT s.name, COUNT(i) AS n, SUM(i.price) AS total, AVG(i.price) AS mean FROM Shop s LEFT JOIN s.items i GROUP BY s.id, s.name HAVING COUNT(i) >= :n ORDER BY s.name', ['n' => 0]);
    $q("SELECT i.title, CASE WHEN i.price > 5 THEN 'dear' ELSE 'cheap' END AS k, CONCAT(UPPER(i.title), '!') AS u, LENGTH(i.title) AS l, MOD(i.price, 2) AS m, COALESCE(i.price, 0) AS c FROM Item i WHERE i.title LIKE :t ORDER BY i.title", ['t' => '%a%']);
    $q('SELECT s.name FROM Shop s WHERE EXISTS (SELECT i.id FROM Item i WHERE i.shop = s AND i.price IN (:p)) AND s.made BETWEEN :a AND :b', ['p' => [1, 90], 'a' => new DateTime('2024-01-01'), 'b' => new DateTime('2025-01-01')]);
    $q('SELECT b.title, b.pages FROM Book b WHERE b INSTANCE OF Book');
 },
 'more' => function () use ($em, $connection) {
    $q = fn ($dql, $p = []) => say($em->createQuery($dql)->setParameters($p)->getArrayResult());
    $q('SELECT s.name FROM Shop s WHERE SIZE(s.items) > 1 AND :t MEMBER OF s.tags', ['t' => 'red']);
    $q("SELECT DATE_ADD(s.made, 3, 'day') AS d, DATE_DIFF(s.made, '2024-01-01') AS n, SUBSTRING(s.name, 1, 2) AS c, TRIM(s.name) AS t, ABS(s.w) AS w, SQRT(s.w) AS r, LOCATE('u', s.name) AS l, BIT_AND(s.version, 1) AS b FROM Shop s ORDER BY s.id");
    $q('SELECT PARTIAL s.{id, name}, t FROM Shop s LEFT JOIN s.tags t ORDER BY s.id, t.name');
    say($em->createQuery('UPDATE Item i SET i.price = i.price + 1 WHERE i.price < 50')->execute(), $em->createQuery('DELETE FROM Tag t WHERE t.name = :n')->setParameter('n', 'none')->execute(), $em->createQuery('UPDATE Book b SET b.pages = 5')->execute());
    $p = new Doctrine\ORM\Tools\Pagination\Paginator($em->createQuery('SELECT s, i FROM Shop s LEFT JOIN s.items i ORDER BY s.name')->setFirstResult(0)->setMaxResults(1)); say(count($p), array_map(fn ($s) => $s->name, iterator_to_array($p)));
    foreach ($em->createQuery('SELECT i FROM Item i ORDER BY i.id')->toIterable() as $i) echo $i->title, ' '; echo "\n";
    say(array_map(fn ($i) => $i->title, $em->getRepository(Item::class)->findBy(['shop' => 1], ['price' => 'DESC'], 2, 0)), $em->getRepository(Shop::class)->count(['open' => true]));
    $qb = $connection->createQueryBuilder(); say($qb->select('kind', 'count(*) AS n')->from('d_shops')->where($qb->expr()->in('name', ':names'))->groupBy('kind')->setParameter('names', ['Žlutý', "O'Neil"], Doctrine\DBAL\ArrayParameterType::STRING)->fetchAllAssociative());
    say($connection->fetchAllKeyValue('SELECT title, price FROM d_items ORDER BY title'), $connection->fetchFirstColumn('SELECT ?::int UNION ALL SELECT ?::int', [1, 2], ['integer', 'integer']), $connection->executeStatement('UPDATE d_items SET price = price WHERE id > ?', [0]));
    say($connection->insert('d_tags', ['name' => 'green']), $connection->update('d_tags', ['name' => 'grün'], ['name' => 'green']), $connection->delete('d_tags', ['name' => 'grün']));
    $s = $connection->prepare('SELECT ?::int + ?::int AS s'); $s->bindValue(1, 1, 'integer'); $s->bindValue(2, 2, 'integer'); say($s->executeQuery()->fetchAllAssociative()); $s->bindValue(2, 5, 'integer'); say($s->executeQuery()->fetchOne());
 },
 'transactions' => function () use ($em, $connection) {
    $connection->setNestTransactionsWithSavepoints(true);
    $connection->transactional(function () use ($connection) { $connection->insert('d_tags', ['name' => 't1']); try { $connection->transactional(function () use ($connection) { $connection->insert('d_tags', ['name' => 't2']); throw new LogicException('no'); }); } catch (LogicException $e) { say($e->getMessage()); } });
    say($connection->fetchFirstColumn("SELECT name FROM d_tags WHERE name LIKE 't%'"));
    $connection->setTransactionIsolation(Doctrine\DBAL\TransactionIsolationLevel::REPEATABLE_READ); say($connection->fetchOne('SHOW default_transaction_isolation'));
    $connection->setTransactionIsolation(Doctrine\DBAL\TransactionIsolationLevel::READ_COMMITTED);
    $em->wrapInTransaction(function () use ($em) { $x = $em->find(Shop::class, 1, Doctrine\DBAL\LockMode::PESSIMISTIC_WRITE); $y = $em->find(Shop::class, 2, Doctrine\DBAL\LockMode::PESSIMISTIC_READ); say($x->name, $y->name); });
    fails('version', function () use ($em) { $x = fresh()->find(Shop::class, 1, Doctrine\DBAL\LockMode::OPTIMISTIC, 99); });
    $x = fresh()->find(Shop::class, 1); $connection->executeStatement('UPDATE d_shops SET version = version + 1 WHERE id = 1'); $x->kind = 'big'; fails('stale', fn () => $em->flush());
 },
 'errors' => function () use ($connection) {
    fails('unique', fn () => $connection->insert('d_tags', ['name' => 'red'])); fails('foreign', fn () => $connection->insert('d_items', ['title' => 'x', 'price' => 1, 'shop_id' => 99, 'd' => 'item'])); fails('null', fn () => $connection->insert('d_tags', ['name' => null]));
    fails('table', fn () => $connection->fetchOne('SELECT 1 FROM d_nix')); fails('column', fn () => $connection->fetchOne('SELECT nix FROM d_tags')); fails('syntax', fn () => $connection->fetchOne('SELEC 1')); fails('exists', fn () => $connection->executeStatement('CREATE TABLE d_tags (a int)')); fails('number', fn () => $connection->fetchOne('SELECT * FROM d_items WHERE id = ?', ['abc'])); fails('long', fn () => $connection->insert('d_tags', ['name' => str_repeat('x', 21)]));
 },
 'drop' => function () use ($tool, $classes, $connection) { foreach ($tool->getDropSchemaSQL($classes) as $q) say($q); $tool->dropSchema($classes); say(array_values(array_filter($connection->createSchemaManager()->listTableNames(), fn ($n) => str_starts_with($n, 'd_')))); },
];
foreach (array_slice($argv, 2) ?: array_keys($sections) as $name) {
    echo "== $name\n";
    try { $sections[$name](); } catch (Throwable $e) { say('UNEXPECTED', get_class($e), $e->getMessage(), $e->getFile(), $e->getLine()); }
}
