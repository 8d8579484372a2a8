#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An API server in small for the watch benchmark: serves the generated lists of one cluster, then changes its pods.

usage: watch_server.py CLUSTER EVENTS_PER_SECOND      prints its address; ends with its standard input

Each event restarts a container of the next pod: its restart count grows, and every tenth it becomes ready or not. Twenty
times a second the Service default/tick comes with the moment in its label, in milliseconds of the monotonic clock.
"""
import http.server, json, pathlib, sys, threading, time, urllib.parse

cluster, rate = pathlib.Path(sys.argv[1]), int(sys.argv[2])
KINDS = {'/api/v1/nodes': 'nodes', '/api/v1/namespaces': 'namespaces', '/api/v1/pods': 'pods', '/api/v1/services': 'services',
         '/apis/discovery.k8s.io/v1/endpointslices': 'endpointslices', '/apis/networking.k8s.io/v1/ingresses': 'ingresses'}
VERSIONS = {'/api': {'kind': 'APIVersions', 'versions': ['v1']}, '/version': {'gitVersion': 'v1.36.0'},
            '/apis': {'kind': 'APIGroupList', 'groups': [
                {'name': group, 'versions': [{'groupVersion': group + '/v1', 'version': 'v1'}]} for group in ('discovery.k8s.io', 'networking.k8s.io')]}}
for prefix in ('/api/v1', '/apis/discovery.k8s.io/v1', '/apis/networking.k8s.io/v1'):
    VERSIONS[prefix] = {'kind': 'APIResourceList', 'resources': [
        {'name': plural, 'namespaced': plural not in ('nodes', 'namespaces'), 'verbs': ['list', 'watch']}
        for path, plural in KINDS.items() if path.rsplit('/', 1)[0] == prefix]}
LISTS = {path: (cluster / f'{plural}.json').read_bytes() for path, plural in KINDS.items()}
PODS = json.loads(LISTS['/api/v1/pods'])['items'][:5000]


def line(kind, item):
    return json.dumps({'type': kind, 'object': item}, separators=(',', ':')).encode() + b'\n'


def pod_events():
    version, begin, sent = 10_000_000, time.monotonic(), 0
    while True:
        due = int((time.monotonic() - begin) * rate)
        lines = []
        for sent in range(sent, due):
            pod = PODS[sent % len(PODS)]
            version += 1
            pod['apiVersion'], pod['kind'], pod['metadata']['resourceVersion'] = 'v1', 'Pod', str(version)
            for status in pod.get('status', {}).get('containerStatuses', []):
                status['restartCount'] = status.get('restartCount', 0) + 1
            if sent % 10 == 0:
                for condition in pod.get('status', {}).get('conditions', []):
                    if condition['type'] == 'Ready':
                        condition['status'] = 'False' if condition['status'] == 'True' else 'True'
            lines.append(line('MODIFIED', pod))
        sent = due
        yield b''.join(lines)
        time.sleep(0.01)


def tick_events():
    version = 20_000_000
    while True:
        version += 1
        yield line('MODIFIED', {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {
            'name': 'tick', 'namespace': 'default', 'resourceVersion': str(version),
            'labels': {'sent': str(int(time.monotonic() * 1000))}}, 'spec': {'clusterIP': 'None'}})
        time.sleep(0.05)


def no_events():
    while True:
        time.sleep(60)
        yield b''


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        if url.path in VERSIONS:
            return self.answer(200, json.dumps(VERSIONS[url.path]).encode())
        if url.path not in LISTS or 'sendInitialEvents' in query:
            return self.answer(404 if url.path not in LISTS else 422, b'{"kind":"Status","message":"not here"}')
        if 'watch' not in query:
            return self.answer(200, LISTS[url.path])
        self.send_response(200)
        self.send_header('Transfer-Encoding', 'chunked')
        self.end_headers()
        events = {'/api/v1/pods': pod_events, '/api/v1/services': tick_events}.get(url.path, no_events)()
        try:
            for bytes_ in events:
                if bytes_:
                    self.wfile.write(b'%x\r\n%s\r\n' % (len(bytes_), bytes_))
        except OSError:
            pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f'http://127.0.0.1:{server.server_address[1]}', flush=True)
sys.stdin.read()
