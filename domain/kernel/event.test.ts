import { expect, it } from 'vitest';
import { cloudEvent } from './event.ts';

it('[EVENT-1] an event is a CloudEvents envelope whose source names service and tenant', () => {
  const event = cloudEvent({
    id: 'e1',
    type: 'content.play_package.built.v1',
    tenant: 'demo',
    subject: 'demo-pkg-1',
    time: '2026-11-21T08:00:00.000Z',
    data: { title: 'Golf' },
  });
  expect(event).toEqual({
    specversion: '1.0',
    id: 'e1',
    source: '/content/tenants/demo',
    type: 'content.play_package.built.v1',
    subject: 'demo-pkg-1',
    time: '2026-11-21T08:00:00.000Z',
    datacontenttype: 'application/json',
    tenant: 'demo',
    data: { title: 'Golf' },
  });
});
