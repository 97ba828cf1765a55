import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { UserError } from '../errors';
import type { HelloParams, HelloResult } from '../protocol/hello';
import { protocolVersion } from '../protocol/version';
import { programVersions } from '../runs/programVersions';

const helloSchema = z.object({
  protocol: z.int(),
  token: z.string(),
  client: z.string(),
}) satisfies z.ZodType<HelloParams>;

/**
 * Answers the first message of a client.
 * @param token the secret that the client has to know.
 * @throws UserError when it is no hello, knows another secret, or speaks another version of the protocol.
 */
export function answerHello(params: unknown, token: string): { result: HelloResult; client: string } {
  const parsed = helloSchema.safeParse(params);
  if (!parsed.success) throw new UserError('this is no hello: protocol, token and client belong in it');
  if (!isSame(parsed.data.token, token)) {
    throw new UserError('the token is wrong: it is in the engine.json of the run folder');
  }
  const { protocol, client } = parsed.data;
  if (protocol !== protocolVersion) {
    throw new UserError(
      `the engine speaks version ${protocolVersion} of the protocol, and the client version ${protocol}: they are of different versions of SimCLR Lab`,
    );
  }
  const version = programVersions()['simclr-lab'] ?? '';
  const result = { protocol: protocolVersion, version, node: process.versions.node, pid: process.pid };
  // It goes into a log: one line, and not a long one.
  return { result, client: client.replace(/[^\x20-\x7e]/g, '?').slice(0, 80) };
}

/** Takes as long whatever the difference. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
