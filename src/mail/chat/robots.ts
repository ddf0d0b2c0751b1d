import type { ChatRobot } from './chat-robot.js';
import { wecomRobot } from './wecom-robot.js';

const robots: readonly ChatRobot[] = [wecomRobot];

/** A host that no robot knows is taken for a WeCom of one's own. */
export function robotFor(webhook: URL): ChatRobot {
  return robots.find((robot) => robot.takes(webhook)) ?? wecomRobot;
}
