'use strict';
// Shows the lab's status and story. Everything from the lab is set as text, never as markup.
const $ = id => document.getElementById(id);
const MAX_ROWS = 500;

function cell(row, text, className) {
  const td = row.insertCell();
  td.textContent = text;
  if (className) td.className = className;
  return td;
}

function shortened(names) {
  return names.length <= 4 ? names.join(', ') : names.slice(0, 3).join(', ') + ` and ${names.length - 3} more`;
}

function card(id, well, all, what, more) {
  const element = $(id);
  element.className = all === 0 || well === all ? 'good' : well === 0 ? 'bad' : 'doubt';
  element.querySelector('.figure').textContent = `${well} of ${all}`;
  element.querySelector('.more').textContent = more ? `${what}; ${more}` : what;
}

function clock(iso) {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) || [];
  const two = n => String(Math.floor(Number(n || 0))).padStart(2, '0');
  return `+${Number(found[1] || 0)}:${two(found[2])}:${two(found[3])}`;
}

function showStatus(status) {
  $('about').textContent = [status.world, status.mode, clock(status.time), `at ${status.compression}:1`,
    ...(status.mitigations.length ? ['with ' + status.mitigations.join(', ')] : [])].join(' · ');
  const {backbone, bgp, dns} = status.layers;
  card('backbone', backbone.linksUp, backbone.linksTotal, 'long-haul links up',
    backbone.sitesIsolated.length ? 'isolated: ' + shortened(backbone.sitesIsolated) : '');
  card('bgp', bgp.prefixesAnnounced, bgp.prefixesTotal, 'watched prefixes announced',
    bgp.withdrawn.length ? 'withdrawn: ' + shortened(bgp.withdrawn) : '');
  const silent = dns.sites.filter(site => !site.announcing).map(site => site.name);
  card('dns', dns.sites.length - silent.length, dns.sites.length, 'sites announce',
    silent.length ? 'not: ' + shortened(silent) : '');
  const answers = status.resolvers.flatMap(resolver => Object.values(resolver.names));
  const resolved = answers.filter(answer => answer === 'NOERROR').length;
  card('resolvers', resolved, answers.length, 'watched names resolve', '');
  const failing = status.apps.filter(app => app.state !== 'up').map(app => app.name);
  card('apps', status.apps.length - failing.length, status.apps.length, 'apps up',
    failing.length ? 'not: ' + shortened(failing) : '');
  const broken = [...status.doors.filter(door => !door.open), ...status.tools.filter(tool => !tool.working)];
  const total = status.doors.length + status.tools.length;
  card('doors', total - broken.length, total, 'open or working', broken.length ? 'not: ' + shortened(broken.map(b => b.name)) : '');
  showAnswers(status.resolvers);
  showApps(status.apps);
}

function showAnswers(resolvers) {
  const body = document.createElement('tbody');
  const head = body.insertRow();
  for (const title of ['name', ...resolvers.map(resolver => resolver.name)]) {
    const th = document.createElement('th');
    th.textContent = title;
    head.append(th);
  }
  const names = resolvers.length ? Object.keys(resolvers[0].names) : [];
  for (const name of names) {
    const row = body.insertRow();
    cell(row, name);
    for (const resolver of resolvers) {
      const answer = resolver.names[name] || 'unknown';
      cell(row, answer, answer === 'NOERROR' ? 'good' : answer === 'unknown' ? 'faint' : 'bad');
    }
  }
  $('answers').tBodies[0].replaceWith(body);
}

function showApps(apps) {
  const body = document.createElement('tbody');
  const colours = {up: 'good', degraded: 'doubt', down: 'bad'};
  for (const app of apps) {
    const row = body.insertRow();
    cell(row, app.name);
    cell(row, app.state, colours[app.state] || 'faint');
    cell(row, Math.round(100 * app.successRatio) + ' %');
    cell(row, app.cause === 'none' ? '' : 'because of its ' + app.cause, 'faint');
  }
  $('states').tBodies[0].replaceWith(body);
}

async function refresh() {
  try {
    showStatus(await (await fetch('/api/status')).json());
  } catch (gone) {
    $('about').textContent = 'the lab does not answer';
  }
  setTimeout(refresh, 1000);
}

function showEvent(event) {
  const row = $('events').tBodies[0].insertRow(0);
  cell(row, clock(event.at), 'faint');
  cell(row, event.layer, event.layer);
  cell(row, event.event);
  cell(row, event.subject + (event.detail ? ': ' + event.detail : ''));
  while ($('events').tBodies[0].rows.length > MAX_ROWS) $('events').tBodies[0].deleteRow(-1);
}

// Each change of the filter starts over; an older reader notices and ends.
let generation = 0;
async function follow() {
  const mine = ++generation;
  $('events').tBodies[0].replaceChildren();
  let from = 0;
  while (mine === generation) {
    try {
      const weight = $('all').checked ? 'detail' : 'story';
      const response = await fetch(`/api/events?from=${from}&wait=20&weight=${weight}`);
      const text = await response.text();
      if (mine !== generation) return;
      text.split('\n').filter(Boolean).map(JSON.parse).forEach(showEvent);
      from = Number(response.headers.get('Lab-Next'));
    } catch (gone) {
      await new Promise(again => setTimeout(again, 2000));
    }
  }
}

fetch('/api/world').then(answer => answer.json()).then(world => {
  $('title').textContent = world.title;
  document.title = world.title;
}).catch(() => {});
$('all').addEventListener('change', follow);
refresh();
follow();
