import { ProuieError } from '../errors.ts';
import type { ProfileSource } from '../pipeline.ts';

/**
 * A profile's YAML with `--set path.to.setting=value` applied (the value is YAML too). Whether a setting exists is for
 * the pipeline to say, which knows them all.
 *
 * @throws ProuieError PROUIE_USAGE for a `--set` without a value, PROUIE_YAML for a profile that is none
 */
export async function readProfile(
  name: string,
  file: string | undefined,
  text: string,
  sets: readonly string[],
): Promise<ProfileSource> {
  if (sets.length === 0) return { name, file, text };
  const { parse, parseDocument } = await import('yaml');
  const document = parseDocument(text);
  if (document.errors.length > 0) return { name, file, text };
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at <= 0)
      throw new ProuieError('PROUIE_USAGE', `--set takes PATH=VALUE, not "${set}".`, {
        hint: 'For example --set scale.sa=0.02.',
      });
    const [path, value] = [set.slice(0, at), set.slice(at + 1)];
    try {
      document.setIn(path.split('.'), document.createNode(parse(value)));
    } catch (cause) {
      const [says] = cause instanceof Error ? cause.message.split(/\n| at line/) : [String(cause)];
      throw new ProuieError('PROUIE_USAGE', `--set ${path} cannot be made: ${says}.`, {
        hint: 'The value is YAML, for example --set seeds=[1,2]; the path names a setting or one inside a group.',
        cause,
      });
    }
  }
  return { name, file, text: String(document) };
}
