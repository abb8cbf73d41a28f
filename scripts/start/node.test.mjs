import { expect, it } from 'vitest';
import { isNewEnough, projectNode } from './node.mjs';

it('[START-2] Node 22.12 is the oldest that will do', () => {
  expect(['20.19.0', '22.11.9', '18.0.0', '0.0.0'].filter(isNewEnough)).toEqual([]);
  expect(['22.12.0', '22.21.1', '24.0.0', '100.1.0'].filter((version) => !isNewEnough(version))).toEqual([]);
});

it('[START-2] tools run on the Node that the install brought, where there is one', () => {
  expect(projectNode()).toMatch(/node$/);
});
