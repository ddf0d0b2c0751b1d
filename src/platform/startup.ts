import { Injectable } from '@nestjs/common';

export interface Started {
  /** Where the application listens, without a slash at the end. */
  url: string;
  /** Prints a line for whoever started the server. */
  print(line: string): void;
}

export type OnStarted = (started: Started) => void | Promise<void>;

/** What rooms want done once the server listens, such as printing sign-ins. A room adds its hook in its `onModuleInit`. */
@Injectable()
export class Startup {
  private readonly hooks: OnStarted[] = [];

  onStarted(hook: OnStarted): void {
    this.hooks.push(hook);
  }

  /** Runs the hooks one after the other, in the order they were added. */
  async run(started: Started): Promise<void> {
    for (const hook of this.hooks) await hook(started);
  }
}
