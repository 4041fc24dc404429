import type { Table } from './table.ts';

/** What stands above a table: its number where the paper has one, its title, and the profile it was made under. */
export function caption({ table, title, profile }: Table): string {
  return `${/^\d/.test(table) ? `Table ${table}: ` : ''}${title}, profile ${profile}`;
}
