import { DatabaseError, type PoolClient } from 'pg'

/** Who statements of a tenant run as. It owns nothing, and row-level security holds for it. Roles belong to a whole server. */
export const TENANT_ROLE = 'footnote_tenant'
/** The session setting that says which tenant. Unset it is null or '', which no row has. */
export const TENANT_SETTING = 'footnote.tenant'

/** The name of the policy that every protected table has. */
const POLICY = 'tenant_rows'
const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Make the role, let this user take it, and make sure that it is as weak as it must be. The role may be missing in an
 * up-to-date database: after a restore on another server. Two databases of one server may make it at the same moment.
 */
const PREPARE_ROLE = `do $$
begin
  if not exists (select from pg_roles where rolname = '${TENANT_ROLE}') then
    begin
      create role ${TENANT_ROLE} nologin;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(session_user, '${TENANT_ROLE}', 'set') then
    execute format('grant ${TENANT_ROLE} to %I with inherit false, set true', session_user);
  end if;
  if (select rolsuper or rolbypassrls from pg_roles where rolname = '${TENANT_ROLE}') then
    raise 'The role ${TENANT_ROLE} may see all rows. An administrator must run: alter role ${TENANT_ROLE} nosuperuser nobypassrls';
  end if;
end $$`

/** Tables whose tenants have fewer rights than others: who signs in has no tenant yet, and that works on all rows. */
const RIGHTS = `case relname
  when 'tenants' then 'select, update'
  when 'sessions' then 'select, delete'
  when 'sign_in_codes' then ''
  else 'select, insert, update, delete' end`

/**
 * Protect every table that has a tenant, found by its column: one that a later migration adds needs no line of its own.
 * Tables without a tenant get no rights at all. Nothing is changed, and no table locked, where it is so already.
 */
const PROTECT_TABLES = `do $$
declare
  protected record;
  wanted text;
begin
  execute 'grant usage on schema public to ${TENANT_ROLE}';
  for protected in
    select c.oid, c.relname, c.relrowsecurity, a.attname, ${RIGHTS} as rights,
      exists (select from pg_policy p where p.polrelid = c.oid and p.polname = '${POLICY}') as has_policy
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = case c.relname when 'tenants' then 'id' else 'tenant_id' end
    order by c.relname
  loop
    if not protected.has_policy then
      execute format('create policy ${POLICY} on public.%I using (%2$I = current_setting(%3$L, true)) with check (%2$I = current_setting(%3$L, true))',
        protected.relname, protected.attname, '${TENANT_SETTING}');
    end if;
    if not protected.relrowsecurity then
      execute format('alter table public.%I enable row level security', protected.relname);
    end if;
    foreach wanted in array string_to_array(protected.rights, ', ') loop
      if not has_table_privilege('${TENANT_ROLE}', protected.oid, wanted) then
        execute format('grant %s on public.%I to ${TENANT_ROLE}', wanted, protected.relname);
      end if;
    end loop;
  end loop;
end $$`

/** Make sure that the role exists and that this user may take it. */
export async function prepareTenantRole(client: PoolClient): Promise<void> {
  try {
    await client.query(PREPARE_ROLE)
  } catch (error) {
    if (error instanceof DatabaseError && error.code === INSUFFICIENT_PRIVILEGE)
      throw await cannotPrepare(client, error)
    throw error
  }
}

/** Let PostgreSQL hide and refuse the rows of other tenants, in every table that has a tenant. */
export async function protectTables(client: PoolClient): Promise<void> {
  await client.query(PROTECT_TABLES)
}

async function cannotPrepare(client: PoolClient, cause: Error): Promise<Error> {
  const { rows } = await client.query<{ name: string; login: string; made: boolean }>(
    `select session_user as name, quote_ident(session_user) as login,
      exists (select from pg_roles where rolname = '${TENANT_ROLE}') as made`,
  )
  const [{ name, login, made } = { name: '', login: '', made: false }] = rows
  const statements = [
    ...(made ? [] : [`create role ${TENANT_ROLE} nologin;`]),
    `grant ${TENANT_ROLE} to ${login} with inherit false, set true;`,
  ]
  const message = `The database user ${name} may not set up the role that keeps tenants apart; an administrator of the server must run once: ${statements.join(' ')}`
  return new Error(message, { cause })
}
