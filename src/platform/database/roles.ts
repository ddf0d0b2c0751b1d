import type { DataSource } from 'typeorm';
import { jobsSchema } from '../jobs/install-jobs.js';

/** The role the application works as. It owns nothing: what it may do is granted here. */
export const applicationRole = 'recoup_app';

/** Tables that the application may add to and read, but never change: the record must not depend on the application's good behaviour. */
export const appendOnlyTables = [
  'case_journal',
  'access_refusals',
  'evidence',
  'evidence_faults',
  'calendar_days',
  'seals',
  'seal_leaves',
  'seal_handovers',
  'contract_versions',
  'schedule_versions',
  'credit_checks',
  'rate_versions',
  'overdue_list_events',
  'meeting_roll',
  'meeting_minutes',
  'meeting_minutes_prints',
  'board_decisions',
  'policies',
  'policy_proposals',
  'policy_decisions',
  'vouchers',
  'voucher_batches',
  'period_closings',
  'control_refusals',
  'customer_versions',
  'receivable_owners',
  'assessed_posts',
  'schemes',
  'scheme_decisions',
  'scheme_announcements',
  'scheme_acknowledgements',
  'trainings',
  'training_participants',
  'target_proposals',
  'target_decisions',
  'targets',
  'survey_results',
  'complaints',
  'complaint_decisions',
  'assessment_closings',
  'scorecards',
  'scorecard_appeals',
  'scorecard_appeal_decisions',
  'late_records',
  'credit_securities',
  'credit_exceptions',
  'credit_exception_decisions',
  'provisions',
  'provision_decisions',
  'voucher_erp_numbers',
  'account_events',
  'team_changes',
] as const;

/** Only migrations write here. */
const readOnlyTables = ['migrations'] as const;

/**
 * Makes the role when it is missing and lets the owner switch to it.
 * @param source connected as the owner, who may create roles unless an administrator has prepared this one
 */
export async function prepareApplicationRole(source: DataSource): Promise<void> {
  await source.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${applicationRole}') then
        create role ${applicationRole} nologin;
      end if;
    exception when duplicate_object or unique_violation then null; -- another database's migration was first
    end $$`);
  await source.query(`
    do $$ begin
      if not pg_has_role(current_user, '${applicationRole}', 'set') then
        execute format('grant ${applicationRole} to %I', current_user);
      end if;
    end $$`);
}

/**
 * Gives the role exactly what it needs on everything there is now. In one transaction, so that replicas at work never see less or more.
 * Partitions are treated as the table they belong to.
 * @param source connected as the owner
 */
export async function grantToApplication(source: DataSource): Promise<void> {
  await source.transaction(async (manager) => {
    await manager.query(`grant usage on schema public to ${applicationRole}`);
    await manager.query(`select set_config('recoup.append_only', $1, true), set_config('recoup.read_only', $2, true)`, [
      appendOnlyTables.join(','),
      readOnlyTables.join(','),
    ]);
    await manager.query(grants);
    await manager.query(jobGrants);
  });
}

const grants = `
  do $$
  declare
    relation record;
    rights text;
  begin
    for relation in
      select c.oid::regclass as name, coalesce(root.relname, c.relname) as belongs_to, c.relkind as kind
      from pg_class c
      left join pg_class root on root.oid = pg_partition_root(c.oid)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(c.relowner, 'usage')
    loop
      rights := case
        when relation.kind = 'S' then 'usage, select'
        when relation.kind in ('v', 'm') or relation.belongs_to = any (string_to_array(current_setting('recoup.read_only'), ',')) then 'select'
        when relation.belongs_to = any (string_to_array(current_setting('recoup.append_only'), ',')) then 'select, insert'
        else 'select, insert, update, delete'
      end;
      execute format('revoke all on %s %s from ${applicationRole}', case relation.kind when 'S' then 'sequence' else 'table' end, relation.name);
      execute format('grant %s on %s %s to ${applicationRole}', rights, case relation.kind when 'S' then 'sequence' else 'table' end, relation.name);
    end loop;
  end $$;
  grant execute on all functions in schema public to ${applicationRole}`;

const jobGrants = `
  grant usage on schema ${jobsSchema} to ${applicationRole};
  grant select, insert, update, delete on all tables in schema ${jobsSchema} to ${applicationRole};
  grant usage, select on all sequences in schema ${jobsSchema} to ${applicationRole};
  grant execute on all functions in schema ${jobsSchema} to ${applicationRole}`;
