/**
 * The PostgreSQL of the hub's statements, said in SQLite: a simulation asks its hub a hundred thousand questions, and a database in the
 * same thread answers each in microseconds. Only words differ; test/integration/simulation shows that both tell the same story.
 */
export interface Spoken {
  readonly sql: string;
  /** Columns of the answer that hold JSON. */
  readonly json: ReadonlySet<string>;
}

/** Statements that only matter between several connections. */
const NEEDLESS = /^\s*(lock table|select pg_advisory_xact_lock)/i;

const COLUMN_TYPES = /^\s*(?:add column )?(\w+) jsonb?\b/gim;

/** The names of the columns that hold JSON, as the migrations make them. */
export function jsonColumns(migrations: readonly { readonly sql: string }[]): ReadonlySet<string> {
  return new Set(migrations.flatMap(({ sql }) => [...sql.matchAll(COLUMN_TYPES)].map(([, name = '']) => name)));
}

/** One statement of the hub; null where there is nothing to do. */
export function speakSqlite(statement: string, columns: ReadonlySet<string>): Spoken | null {
  if (NEEDLESS.test(statement)) return null;
  const sql = [withoutTypes, withLists, withNames, withConflicts].reduce((text, rule) => rule(text), statement);
  return { sql, json: jsonOfAnswer(statement, columns) };
}

/** A migration, as single statements. */
export function speakMigration(sql: string): string[] {
  return sql
    .replace(/--[^\n]*/g, '')
    .split(';')
    .flatMap(oneColumnEach)
    .map((statement) => withNames(statement.replace(/ default now\(\)/g, " default ''").trim()))
    .filter((statement) => statement !== '' && !/alter column/.test(statement));
}

/** SQLite adds one column at a time. */
function oneColumnEach(statement: string): string[] {
  const [, table = '', rest = ''] = /^\s*alter table (\w+)\s+(add column[\s\S]*)$/i.exec(statement) ?? [];
  if (rest === '') return [statement];
  return rest.split(/,\s*(?=add column)/i).map((part) => `alter table ${table} ${part}`);
}

const withoutTypes = (sql: string): string =>
  sql.replace(/::\w+(\[\])?/g, '').replace(/\s+for (no key )?update(\s+of \w+)?(\s+skip locked)?/gi, '');

/** A list is bound as JSON. */
const withLists = (sql: string): string =>
  sql
    .replace(/= any\(\s*(\$\d+)\s*\)/gi, 'in (select value from json_each($1))')
    .replace(
      /unnest\(([^()]+)\)(\s+with ordinality)?\s+as\s+(\w+)\s+\(([^()]+)\)/gi,
      (_all, lists, ordinality, name, given) =>
        rowsOf(lists.split(',').map(trimmed), given.split(',').map(trimmed), ordinality !== undefined, name),
    )
    .replace(/unnest\((\$\d+)\)\s+(?:as\s+)?(\w+)/gi, '(select value as $2 from json_each($1)) as $2');

const trimmed = (text: string): string => text.trim();

/** Lists side by side, as rows with these columns; the last of them may be the place. */
function rowsOf(lists: readonly string[], columns: readonly string[], hasPlace: boolean, name: string): string {
  const [first = '', ...others] = lists;
  const values = others.map((list, index) => `json_extract(${list}, '$[' || l.key || ']') as ${columns[index + 1]}`);
  const place = hasPlace ? [`l.key + 1 as ${columns.at(-1)}`] : [];
  return `(select ${[`l.value as ${columns[0]}`, ...values, ...place].join(', ')} from json_each(${first}) l) as ${name}`;
}

const withNames = (sql: string): string =>
  sql
    .replace(/\$(\d+)/g, '?$1')
    .replace(/\bupdate (\w+) (\w+)\s+set\b/gi, 'update $1 as $2 set')
    .replace(/\bdelete from (\w+) (\w+)\s+where\b/gi, 'delete from $1 as $2 where')
    .replace(/\bindex\b(?!\s+\w+\s+on\b)/g, '"index"')
    .replace(/^\s*\((select[\s\S]*?)\)\s*union all/i, 'select * from ($1) union all');

/** After a SELECT the parser would take ON for that of a join. */
const withConflicts = (sql: string): string =>
  /insert into[\s\S]*\bselect\b[\s\S]*on conflict/i.test(sql) && !/\bwhere\b[\s\S]*on conflict/i.test(sql)
    ? sql.replace(/\s+(?=(order by [\w, ]+\s+)?on conflict)/i, ' where true ')
    : sql;

function jsonOfAnswer(sql: string, columns: ReadonlySet<string>): ReadonlySet<string> {
  const named = [...sql.matchAll(/\b(\w+)(?: as "?(\w+)"?)?(?=\s*(?:,|from|\n|$))/gi)];
  return new Set(named.filter(([, name = '']) => columns.has(name)).map(([, name = '', alias]) => alias ?? name));
}
