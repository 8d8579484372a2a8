// Lays out GRAPH.json of generate_cluster.py with elkjs, with the options that Headlamp's map gives it: a layered
// layout for each connected part, packed as rectangles. Prints one JSON line: {"size", "ms"}, the median of the runs.
//   node elk.mjs GRAPH.json SIZE [RUNS]
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import ELK from 'elkjs/lib/elk.bundled.js';

const [, , file, size, runs = '3'] = process.argv;
const { vertices, edges } = JSON.parse(readFileSync(file, 'utf8'));

/** Vertex indices by connected part. */
function parts() {
  const leader = vertices.map((_, i) => i);
  const find = i => {
    while (leader[i] !== i) i = leader[i] = leader[leader[i]];
    return i;
  };
  for (const [a, b] of edges) leader[find(a)] = find(b);
  const byLeader = new Map();
  vertices.forEach((_, i) => {
    const l = find(i);
    byLeader.set(l, [...(byLeader.get(l) ?? []), i]);
  });
  return { find, byLeader };
}

const card = i => ({ id: 'v' + i, width: 220, height: 70 });
const packed = {
  'elk.algorithm': 'rectpacking',
  'elk.rectpacking.widthApproximation.optimizationGoal': 'ASPECT_RATIO_DRIVEN',
  'elk.rectpacking.packing.compaction.rowHeightReevaluation': 'true',
  'elk.edgeRouting': 'SPLINES',
  'elk.spacing.nodeNode': '20',
  'elk.padding': '[left=24, top=48, right=24, bottom=24]',
};
const layered = {
  'partitioning.activate': 'true',
  'elk.direction': 'UNDEFINED',
  'elk.edgeRouting': 'SPLINES',
  'elk.nodeSize.minimum': '(220.0,70.0)',
  'elk.nodeSize.constraints': '[MINIMUM_SIZE]',
  'elk.algorithm': 'layered',
  'elk.spacing.nodeNode': '60',
  'elk.layered.spacing.nodeNodeBetweenLayers': '60',
  'elk.padding': '[left=16, top=16, right=16, bottom=16]',
};

function build() {
  const { find, byLeader } = parts();
  const edgesOf = new Map();
  edges.forEach(([a, b], i) => {
    const list = edgesOf.get(find(a)) ?? [];
    list.push({ id: 'e' + i, sources: ['v' + a], targets: ['v' + b] });
    edgesOf.set(find(a), list);
  });
  const children = [...byLeader].map(([l, members]) =>
    members.length === 1
      ? card(members[0])
      : { id: 'g' + l, layoutOptions: layered, children: members.map(card), edges: edgesOf.get(l) });
  return { id: 'root', layoutOptions: packed, children };
}

const times = [];
for (let run = 0; run < Number(runs); ++run) {
  const graph = build();
  const start = performance.now();
  await new ELK().layout(graph, { layoutOptions: { 'elk.aspectRatio': '1.6' } });
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({ size, ms: Math.round(times[times.length >> 1]) }));
