import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Whether an address is one of the proxies that may say whom they speak for.
 * @param networks addresses and networks, checked
 */
export function trusting(networks: readonly string[]): (address: string) => boolean {
  const trusted = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address);
    trusted.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return (address) => isIP(address) > 0 && trusted.check(address, familyOf(address));
}

/** Whom a request comes from: the socket's other end, or whom a trusted proxy names. What it names that is no address is not believed. */
export function addressOf({ ip, socket }: FastifyRequest): string {
  const address = isIP(ip) > 0 ? ip : (socket.remoteAddress ?? 'unknown');
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '');
}

/** What counts as one sender: an IPv4 address, or the 64 bits of an IPv6 network within which one machine takes as many addresses as it likes. */
export function senderOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const written = [...groups(head), ...groups(tail)];
  // What ends like an IPv4 address takes two groups more than are written so.
  const missing = tail === undefined ? 0 : 8 - written.length - (address.includes('.') ? 1 : 0);
  const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
