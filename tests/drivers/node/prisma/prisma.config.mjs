// What Prisma's command line connects with: node-postgres, since its own engines are not fetched.
import { require, host, port, user, database } from '../zoo.mjs';
const { defineConfig } = require('prisma/config');
const { PrismaPg } = require('@prisma/adapter-pg');

// PostgreSQL's "name" and "char", which the catalogs are full of, are no types that this adapter knows
const known = { 18: 25, 19: 25, 1002: 1009, 1003: 1009 };

async function adapter() {
  const factory = new PrismaPg({ host, port, user, database, password: process.env.PGPASSWORD });
  const { connect } = factory;
  factory.connect = async () => {
    const connection = await connect.call(factory);
    const { performIO } = connection;
    connection.performIO = async (query) => {
      const result = await performIO.call(connection, query);
      for (const field of result.fields) field.dataTypeID = known[field.dataTypeID] ?? field.dataTypeID;
      return result;
    };
    return connection;
  };
  return factory;
}

// the other tables of the database are not Prisma's to drop
const external = JSON.parse(process.env.PRISMA_EXTERNAL ?? '[]');
export default defineConfig({ experimental: { adapter: true, externalTables: true }, engine: 'js', schema: process.env.PRISMA_SCHEMA, migrations: { path: process.env.PRISMA_MIGRATIONS }, tables: { external }, adapter });
