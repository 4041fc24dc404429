import { describe, expect, test } from 'vitest';
import { nodeEnvironment, secretValues } from '../../../src/runner/attempt/environment.ts';

const SESSION = {
  PATH: '/usr/bin',
  HF_TOKEN: 'hf_abcdef',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
  AWS_SESSION_TOKEN: 'FwoGZXIvYXdz',
  AWS_PROFILE: 'lab',
  AWS_ENDPOINT_URL: 'http://storage.example.org',
  PROUIE_REMOTE: 's3://lab/prouie',
  PROUIE_REMOTE_PUSH: '1',
} as const;

describe('the environment of a node', () => {
  test('holds nothing that opens the shared store, nor what names it', () => {
    expect(nodeEnvironment(SESSION)).toEqual({ PATH: '/usr/bin' });
  });

  test('holds it not even by name, as other variables are', () => {
    const names = Object.keys(SESSION).join(',');
    expect(nodeEnvironment({ ...SESSION, PROUIE_ENVIRONMENT: names })).toEqual({
      PATH: '/usr/bin',
      HF_TOKEN: 'hf_abcdef',
      PROUIE_ENVIRONMENT: names,
    });
  });
});

test('what opens a bucket must not stand in a log', () => {
  expect(secretValues(SESSION)).toEqual(['hf_abcdef', 'AKIDEXAMPLE', 'wJalrXUtnFEMI', 'FwoGZXIvYXdz']);
});
