import type { Post, Stage } from '../../../workflows/scorecard/scheme.js';
import { readyScheme } from '../../../workflows/scorecard/scheme-defaults.js';
import type { Answer } from '../api.js';
import type { TrainingSystem } from '../training-system.js';

/** Who was asked to do what must be done. */
function done(answer: Answer, status: number): Answer['body'] {
  if (answer.status !== status) throw new Error(`answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A scheme as hr proposes it, from the ready one. */
export function schemeForm(post: Post, startsOn: string, more: object = {}, stage: Stage = 'growth'): Record<string, unknown> {
  const { periodKind, metrics, reward, creditGradeCoefficient } = readyScheme(post, stage);
  return {
    company: 'C01',
    post,
    stage,
    periodKind,
    startsOn,
    creditGradeCoefficient,
    metrics: metrics.map(({ key, weightHundredths }) => ({ key, weight: (weightHundredths / 100).toFixed(2) })),
    reward,
    reason: '年度考核方案',
    ...more,
  };
}

/** Tells the story of an assessment in the words of the business. */
export class Assessment {
  constructor(private readonly system: TrainingSystem) {}

  /** By hr. */
  async post(person: string, post: Post | 'none', from: string, more: object = {}): Promise<void> {
    done(
      await this.system.api.as('hr', 'PUT', `/api/v1/assessed-people/${person}`, { body: { company: 'C01', post, from, ...more } }),
      200,
    );
  }

  /** Proposed, approved and announced. @returns its id */
  async scheme(form: Record<string, unknown>): Promise<string> {
    const { api } = this.system;
    const { id } = done(await api.post('hr', '/api/v1/schemes', form), 201);
    done(await api.post('finance_director', `/api/v1/schemes/${id}/approve`, {}), 200);
    done(await api.post('hr', `/api/v1/schemes/${id}/announce`, { note: '自本期起执行' }), 200);
    return id;
  }

  async acknowledge(id: string, ...persons: string[]): Promise<void> {
    for (const person of persons) done(await this.system.api.post(person, `/api/v1/schemes/${id}/acknowledge`), 200);
  }

  /** Set by hand and approved. @returns the proposal's id */
  async targets(period: string, targets: object[], more: object = {}): Promise<string> {
    const { api } = this.system;
    const form = { company: 'C01', period, source: 'manual', targets, reason: '年初核定', ...more };
    const { id } = done(await api.post('hr', '/api/v1/targets/proposals', form), 201);
    done(await api.post('finance_director', `/api/v1/targets/proposals/${id}/approve`, {}), 200);
    return id;
  }

  import(kind: 'surveys' | 'complaints', rows: readonly string[], by = 'hr'): Promise<Answer> {
    const header = {
      surveys: 'company,period,person,key,customer,value,answers,surveyedOn',
      complaints: 'company,complaint,customer,person,receivedOn,kind,note',
    }[kind];
    const file = { name: `${kind}.csv`, content: `${[header, ...rows].join('\n')}\n` };
    return this.system.api.upload(by, '/api/v1/imports', { kind, company: 'C01' }, file);
  }

  async card(person: string, period = '2026Q3', reader = 'hr'): Promise<Answer['body']> {
    return done(await this.system.api.get(reader, `/api/v1/scorecards/C01.${period}.${person}`), 200);
  }

  async checklist(period = '2026Q3'): Promise<Answer['body']> {
    return done(await this.system.api.get('hr', `/api/v1/assessment-periods/${period}/checklist?company=C01`), 200);
  }

  close(period = '2026Q3', by = 'hr'): Promise<Answer> {
    return this.system.api.post(by, `/api/v1/assessment-periods/${period}/close`, { company: 'C01' });
  }
}
