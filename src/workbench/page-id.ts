import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';

/** A number in a page's address; what is none leads nowhere. */
@Injectable()
export class PageId implements PipeTransform<unknown, string> {
  /** @throws Problem 404 `request.not_found` */
  transform(value: unknown): string {
    if (typeof value !== 'string' || !/^\d{1,18}$/.test(value)) throw new Problem(404, 'request.not_found');
    return value;
  }
}
