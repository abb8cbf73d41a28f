import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Which tenant lives in which region. */
export const tenants = sqliteTable('tenants', {
  id: text().primaryKey(),
  name: text().notNull(),
  region: text({ enum: ['eu', 'us'] }).notNull(),
  homePage: text('home_page').notNull(),
  createdAt: text('created_at').notNull(),
});
