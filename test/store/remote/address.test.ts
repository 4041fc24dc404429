import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRemoteAddress } from '../../../src/store/remote/address.ts';
import { failureOf } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const parse = (text: string) => parseRemoteAddress(text, '/home/ada', '/home/ada/.prouie');

describe('the address of a shared store', () => {
  test('is a folder, from where prouie is called', () => {
    expect(parse('/mnt/results')).toEqual({ kind: 'directory', folder: '/mnt/results' });
    expect(parse('../results')).toEqual({ kind: 'directory', folder: '/home/results' });
  });

  test.each([
    ['s3://corpora-lab', 'corpora-lab', ''],
    ['s3://corpora-lab/', 'corpora-lab', ''],
    ['S3://corpora-lab/prouie', 'corpora-lab', 'prouie/'],
    ['s3://corpora-lab//team/a b/', 'corpora-lab', 'team/a b/'],
  ])('%s is a bucket with a prefix', (text, bucket, prefix) => {
    expect(parse(text)).toEqual({ kind: 's3', bucket, prefix });
  });

  test.each([
    's3://',
    's3://x',
    's3://lab/../other',
    's3://-lab',
    'https://lab.example.org/x',
    'file:///mnt',
  ])('%s is refused', (text) => {
    expect(failureOf(() => parse(text)).code).toBe('PROUIE_REMOTE_ADDRESS');
  });

  test('with a password in it is refused without saying it again', () => {
    const failure = failureOf(() => parse('s3://ada:opensesame@lab/x'));
    expect(failure.code).toBe('PROUIE_REMOTE_ADDRESS');
    expect(`${failure.message} ${failure.hint}`).not.toContain('opensesame');
  });

  test('is not that of the store itself, nor of a folder in it, also through links', () => {
    const folder = temporaryFolder();
    const store = join(folder, '.prouie');
    mkdirSync(join(store, 'blobs'), { recursive: true });
    symlinkSync(store, join(folder, 'link'));
    for (const text of ['.prouie', 'link', '.prouie/blobs', '.prouie/not-there-yet', 'link/other'])
      expect(failureOf(() => parseRemoteAddress(text, folder, store)).code).toBe('PROUIE_REMOTE_SAME');
  });

  test('may be a folder that the store lies in, or beside it', () => {
    expect(parse('/home/ada')).toMatchObject({ kind: 'directory' });
    expect(parse('/home/ada/.prouie-shared')).toMatchObject({ kind: 'directory' });
  });
});
