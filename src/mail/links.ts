import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Startup } from '../platform/startup.js';

/** Where people get to from their mail: the public address, or this server's own where none is set. */
@Injectable()
export class Links implements OnModuleInit {
  private base: string;

  constructor(
    private readonly config: Config,
    private readonly startup: Startup,
  ) {
    this.base = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
  }

  onModuleInit(): void {
    this.startup.onStarted(({ url }) => {
      this.base = this.config.publicUrl ?? url;
    });
  }

  case(id: string): string {
    return `${this.base}/cases/${id}`;
  }

  /** @param about what a notice without a case is about: `roles/7` is decided among all that wait, `schemes/12` is read under /score */
  about(about: string): string {
    return about.startsWith('roles/') ? `${this.base}/admin/roles` : `${this.base}/score/${about}`;
  }

  myDay(): string {
    return `${this.base}/`;
  }

  standIns(): string {
    return `${this.base}/account#away`;
  }
}
