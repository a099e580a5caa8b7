// A small application of Sequelize: sync and alter, what queryInterface finds, associations, queries, transactions.
import { require, section, say, fails, main, host, port, user, database } from '../node/zoo.mjs';
const { Sequelize, DataTypes, Op, Transaction } = require('sequelize');

const sequelize = new Sequelize(database, user, process.env.PGPASSWORD, { host, port, dialect: 'postgres', logging: false, pool: { max: 3 }, hooks: {} });
const at = new Date('2024-02-29T12:30:15.250Z');

const Author = sequelize.define('sq_author', {
  name: { type: DataTypes.STRING(50), allowNull: false, validate: { len: [2, 50] } },
  born: DataTypes.DATEONLY, email: { type: DataTypes.STRING, validate: { isEmail: true } }, meta: { type: DataTypes.JSONB, defaultValue: {} },
}, { indexes: [{ fields: ['born'] }, { unique: true, fields: ['name'] }, { name: 'sq_author_both', unique: true, fields: ['name', { name: 'born', order: 'DESC' }] }], paranoid: true, version: true });
const Book = sequelize.define('sq_book', {
  id: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4, primaryKey: true },
  title: { type: DataTypes.TEXT, allowNull: false, comment: 'on the cover' }, price: { type: DataTypes.DECIMAL(8, 2), defaultValue: '9.90' },
  pages: { type: DataTypes.INTEGER, defaultValue: 1 }, sold: { type: DataTypes.BIGINT, defaultValue: 0 }, weight: DataTypes.DOUBLE, real: DataTypes.REAL,
  small: DataTypes.SMALLINT, tags: { type: DataTypes.ARRAY(DataTypes.TEXT), defaultValue: [] }, raw: DataTypes.JSON, out: { type: DataTypes.BOOLEAN, defaultValue: false },
  cover: DataTypes.BLOB, added: { type: DataTypes.DATE, defaultValue: DataTypes.NOW }, opens: DataTypes.TIME, code: DataTypes.CHAR(4), mail: DataTypes.INET,
  range: DataTypes.RANGE(DataTypes.INTEGER),
}, { timestamps: false, comment: 'books' });
const Genre = sequelize.define('sq_genre', { word: { type: DataTypes.STRING, primaryKey: true } }, { timestamps: false });
Author.hasMany(Book, { as: 'books', foreignKey: { name: 'authorId', allowNull: false }, onDelete: 'CASCADE' });
Book.belongsTo(Author, { as: 'author', foreignKey: 'authorId' });
Book.belongsToMany(Genre, { through: 'sq_book_genre', timestamps: false, as: 'genres' });
Genre.belongsToMany(Book, { through: 'sq_book_genre', timestamps: false, as: 'books' });

const by = (a, b) => (a[0] < b[0] ? -1 : 1);
const queries = sequelize.getQueryInterface();
const tables = async () => (await queries.showAllTables()).filter((t) => String(t.tableName ?? t).startsWith('sq_')).sort();
// MongoDB keeps milliseconds, and the type says so
const types = (columns) => Object.entries(columns).map(([k, v]) => [k, { ...v, type: v.type.replace(/^TIMESTAMP(\(\d\))?/, 'TIMESTAMP') }]).sort(by);
const indexes = async (table) => (await queries.showIndex(table)).map(({ name, primary, unique, fields, definition }) => [name, primary, unique, fields, definition])
  .sort(by);

section('sync', async () => {
  await sequelize.drop({ cascade: true });
  say(await tables());
  await sequelize.authenticate();
  say(await sequelize.databaseVersion().then((v) => v.split('.')[0]));
  await sequelize.sync();
  await sequelize.sync();
  say(await tables());
  for (const t of ['sq_authors', 'sq_books', 'sq_genres', 'sq_book_genre']) {
    say(t, types(await queries.describeTable(t)));
    say(await indexes(t));
    say((await queries.getForeignKeyReferencesForTable(t)).map((k) => [k.constraintName, k.columnName, k.referencedTableName, k.referencedColumnName]).sort());
    say((await queries.showConstraint(t)).map((k) => [k.constraintName, k.constraintType]).filter(([k]) => !k.includes('_not_null')).sort());
  }
  await sequelize.sync({ alter: true });
  say(types(await queries.describeTable('sq_books')));
  await queries.addColumn('sq_genres', 'rank', { type: DataTypes.INTEGER, defaultValue: 3, allowNull: false });
  await queries.changeColumn('sq_genres', 'rank', { type: DataTypes.BIGINT, defaultValue: 4, allowNull: true });
  await queries.renameColumn('sq_genres', 'rank', 'place');
  await queries.addIndex('sq_genres', ['place'], { name: 'sq_genres_place' });
  await queries.addConstraint('sq_genres', { fields: ['place'], type: 'check', name: 'sq_genres_check', where: { place: { [Op.gt]: 0 } } });
  await queries.addConstraint('sq_genres', { fields: ['place', 'word'], type: 'unique', name: 'sq_genres_both' });
  say(types(await queries.describeTable('sq_genres')), await indexes('sq_genres'));
  await queries.removeConstraint('sq_genres', 'sq_genres_both');
  await queries.removeConstraint('sq_genres', 'sq_genres_check');
  await queries.removeIndex('sq_genres', 'sq_genres_place');
  await queries.removeColumn('sq_genres', 'place');
  await queries.renameTable('sq_genres', 'sq_kinds');
  say(await tables(), await queries.tableExists('sq_kinds'), await queries.tableExists('sq_genres'));
  await queries.renameTable('sq_kinds', 'sq_genres');
  say(types(await queries.describeTable('sq_genres')), await queries.showAllSchemas());
});

section('queries', async () => {
  await sequelize.sync({ force: true });
  const capek = await Author.create({ name: 'Čapek', born: '1890-01-09', meta: { a: [1, null], b: 'x' } });
  const book = await capek.createBook({
    title: "R.U.R. \\ '", price: '12.50', pages: 90, sold: '9007199254740993', weight: 0.1, real: 1.5, small: -3, tags: ['play', 'a "b"'], raw: { k: [1] }, out: true,
    cover: Buffer.from([0, 255, 39]), added: at, opens: '10:30:00', code: 'ab', mail: '10.0.0.1', range: [1, 5],
  });
  const { id, authorId, ...rest } = (await Book.findByPk(book.id)).get();
  say(id.length, authorId, rest);
  await Author.bulkCreate([{ name: 'Němcová', born: '1820-02-04' }, { name: 'Nobody' }, { name: 'Hašek' }]);
  const [nemcova, nobody, hasek] = await Author.findAll({ where: { name: { [Op.ne]: 'Čapek' } }, order: [['id', 'ASC']] });
  await Book.bulkCreate(Array.from({ length: 20 }, (_, i) => ({ title: `t${i}`, pages: i, price: i / 4, authorId: i % 2 ? nemcova.id : hasek.id, added: at })));
  say((await Book.findAll({ where: { pages: { [Op.between]: [3, 6] } }, order: [['pages', 'DESC']], include: { model: Author, as: 'author' } })).map((b) => [b.title, b.author.name, b.price]));
  say((await Author.findAll({ include: { model: Book, as: 'books', where: { pages: { [Op.lt]: 4 } }, required: false, order: [['pages', 'ASC']] }, order: [['name', 'ASC'], [{ model: Book, as: 'books' }, 'pages', 'ASC']] }))
    .map((a) => [a.name, a.books.map((b) => b.title)]));
  const page = await Author.findAndCountAll({ include: { model: Book, as: 'books' }, distinct: true, limit: 2, order: [['name', 'ASC']] });
  say(page.count, page.rows.map((a) => [a.name, a.books.length]));
  say(await Book.count(), await Book.sum('pages'), await Book.max('price'), await Book.min('title'), (await Book.count({ group: ['out'] })).sort((a, b) => a.count - b.count));
  say(await Book.findAll({ attributes: ['authorId', [sequelize.fn('COUNT', sequelize.col('id')), 'n'], [sequelize.fn('AVG', sequelize.col('pages')), 'avg']], group: ['authorId'], having: sequelize.literal('count(*) > 1'), order: ['authorId'], raw: true }));
  say((await Author.findAll({ where: { [Op.or]: [{ name: { [Op.iLike]: 'n%' } }, { meta: { b: 'x' } }, { 'meta.a': null }] }, order: ['name'] })).map((a) => a.name));
  say((await Book.findAll({ where: { tags: { [Op.contains]: ['play'] }, range: { [Op.contains]: 3 } } })).map((b) => b.title), await Book.count({ where: { tags: { [Op.overlap]: ['play', 'z'] } } }));
  say(await Book.count({ where: { title: { [Op.regexp]: '^t1' } } }), await Book.count({ where: sequelize.where(sequelize.fn('char_length', sequelize.col('title')), 2) }));
  say(await Book.update({ price: 1 }, { where: { pages: { [Op.gt]: 17 } } }), (await Book.update({ out: true }, { where: { pages: 19 }, returning: ['title', 'out'] }))[1].map((b) => [b.title, b.out]));
  await Book.increment({ pages: 100 }, { where: { title: 't1' } });
  say((await Book.findOne({ where: { title: 't1' } })).pages, await Book.destroy({ where: { pages: { [Op.in]: [2, 4] } } }));
  const [found, created] = await Author.findCreateFind({ where: { name: 'Hašek' }, defaults: { born: '1883-04-30' } });
  const [fresh, really] = await Author.findCreateFind({ where: { name: 'Kundera' }, defaults: { born: '1929-04-01' } });
  say(found.name, created, fresh.born, really);
  const [row, made] = await Author.upsert({ name: 'Kundera', born: '1929-04-02' }, { conflictFields: ['name'] });
  say(row.born, made, await Author.count());
  await Author.bulkCreate([{ name: 'Kundera', born: '2000-01-01' }, { name: 'Hrabal' }], { updateOnDuplicate: ['born'], conflictAttributes: ['name'] });
  say((await Author.findOne({ where: { name: 'Kundera' } })).born);
  await nobody.destroy();
  say(await Author.count(), await Author.count({ paranoid: false }), (await Author.findOne({ where: { name: 'Nobody' }, paranoid: false })).deletedAt !== null);
  await nobody.restore();
  say(await Author.count(), nobody.version);
  await Genre.bulkCreate([{ word: 'drama' }, { word: 'sf' }]);
  await book.setGenres(['drama', 'sf']);
  say((await book.getGenres({ order: ['word'] })).map((g) => g.word), await book.hasGenre('sf'), await book.countGenres());
  await book.removeGenre('sf');
  say((await Genre.findOne({ where: { word: 'drama' }, include: 'books' })).books.map((b) => b.title));
  await fails('unique', () => Author.create({ name: 'Čapek' }));
  await fails('null', () => Book.create({ authorId: capek.id }, { validate: false }));
  await fails('validation', () => Author.create({ name: 'x' }));
  await fails('foreign key', () => Book.create({ title: 'x', authorId: 999 }));
  await fails('database', () => sequelize.query('SELECT nope'));
  say(await sequelize.query('SELECT name, born FROM sq_authors WHERE born > :d AND name = ANY (ARRAY[:n]) ORDER BY name', { replacements: { d: '1850-01-01', n: ['Čapek', 'Hašek'] }, type: 'SELECT' }));
  say(await sequelize.query('SELECT title FROM sq_books WHERE pages = $1 AND price >= $price', { bind: [7], type: 'SELECT' }).catch((e) => e.message));
  say(await sequelize.query('SELECT title FROM sq_books WHERE pages = $1', { bind: [7], type: 'SELECT' }));
  await capek.destroy({ force: true });
  say(await Book.count({ where: { authorId: capek.id } }), await Genre.count());
});

section('transactions', async () => {
  await sequelize.sync({ force: true });
  await fails('rolled back', () => sequelize.transaction(async (transaction) => {
    await Author.create({ name: 'gone' }, { transaction });
    say(await Author.count({ transaction }), await Author.count());
    throw new Error('enough');
  }));
  say(await Author.count());
  for (const isolationLevel of Object.values(Transaction.ISOLATION_LEVELS).filter((l) => l !== 'READ UNCOMMITTED')) {
    await sequelize.transaction({ isolationLevel }, async (transaction) => {
      await Author.create({ name: isolationLevel }, { transaction });
    });
  }
  say((await Author.findAll({ order: ['name'] })).map((a) => a.name));
  await sequelize.transaction(async (transaction) => {
    await Author.create({ name: 'outer' }, { transaction });
    await fails('nested', () => sequelize.transaction({ transaction }, async (inner) => {
      await Author.create({ name: 'inner' }, { transaction: inner });
      throw new Error('inner');
    }));
    const locked = await Author.findOne({ where: { name: 'outer' }, lock: transaction.LOCK.UPDATE, transaction });
    await locked.update({ born: '2000-01-01' }, { transaction });
    await Author.findAll({ lock: true, skipLocked: true, transaction });
  });
  say((await Author.findAll({ order: ['name'] })).map((a) => [a.name, a.born]));
  const [one, two] = [await Author.findOne({ where: { name: 'outer' } }), await Author.findOne({ where: { name: 'outer' } })];
  await one.update({ born: '2001-01-01' });
  await fails('stale', () => two.update({ born: '2002-01-01' }));
  await Author.truncate({ cascade: true, restartIdentity: true });
  say((await Author.create({ name: 'first' })).id);
  await sequelize.drop({ cascade: true });
  say(await tables());
  await sequelize.close();
});

await main();
