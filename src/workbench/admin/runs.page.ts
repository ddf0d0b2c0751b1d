import { Get, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { Nights, runReaders } from '../../dunning/nights.js';
import { RunsQuery } from '../../dunning/runs.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { rolesAnywhere } from '../../people/current-person.js';
import { JobList } from '../../platform/jobs/job-list.reader.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { AdminDesk } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';

/** Those that have words of their own. */
const queues: readonly string[] = [
  'night',
  'night-watch',
  'what-if',
  'minutes',
  'verification',
  'forgetting',
  'counted-cards',
  'counted-schedules',
];

/** Whether the nights have run, and what else goes on in the background. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...runReaders)
@PageController('admin/runs')
export class RunsAdminPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly nights: Nights,
    private readonly jobs: JobList,
  ) {}

  @Get()
  async all(@Visiting() visit: Visit, @Query() query: RunsQuery): Promise<string> {
    const page = await this.nights.page(query, visit.person);
    const roles = rolesAnywhere(visit.person);
    // Jobs belong to the installation, not to a company.
    const jobs = roles.includes('admin') || roles.includes('auditor') ? await this.jobs.latest() : undefined;
    return this.desk.show('runs', 'runs', visit, await this.desk.looking(visit), {
      items: page.items.map((run) => ({ ...run, ...progressOf(run) })),
      next: page.next,
      isOpen: page.items.some(({ status }) => status === 'running'),
      jobs: jobs?.map((job) => ({ ...job, word: queues.includes(job.queue) ? job.queue : undefined })),
      isBusy: jobs?.some(({ state }) => state === 'active') ?? false,
    });
  }
}

/** What is left was counted up to a limit; what is done is known exactly. */
function progressOf({ left, opened, advanced, reminded }: { left: number | null; opened: number; advanced: number; reminded: number }) {
  const done = opened + advanced + reminded;
  return left === null ? {} : { percent: done + left === 0 ? 0 : Math.floor((done * 100) / (done + left)) };
}
