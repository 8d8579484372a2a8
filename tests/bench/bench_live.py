#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a live cluster from a local server: P1, P3 and P9 of the figures, each beside what it is compared with.

usage: bench_live.py PROGRAM DATA [--kubectl FILE] [--runs N] [--json]

DATA holds the folders L and XL as generate_cluster.py makes them. nginx serves their pages over TLS with HTTP/2 as an
API server would: discovery, lists with `continue`, packed and not. Watches end at once.
"""
import argparse, base64, gzip, json, os, pathlib, resource, shutil, socket, statistics, subprocess, sys, tempfile, time
import urllib.parse

KINDS = {  # plural: (path, kind, namespaced)
    'nodes': ('/api/v1', 'Node', False), 'namespaces': ('/api/v1', 'Namespace', False), 'pods': ('/api/v1', 'Pod', True),
    'services': ('/api/v1', 'Service', True), 'endpointslices': ('/apis/discovery.k8s.io/v1', 'EndpointSlice', True),
    'ingresses': ('/apis/networking.k8s.io/v1', 'Ingress', True)}

AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'


def discovery(isCore):
    groups = {}
    for plural, (path, kind, namespaced) in KINDS.items():
        group = '' if path == '/api/v1' else path.split('/')[2]
        if (group == '') == isCore:
            groups.setdefault(group, []).append(
                {'resource': plural, 'responseKind': {'group': '', 'version': '', 'kind': kind}, 'verbs': ['get', 'list', 'watch'],
                 'scope': 'Namespaced' if namespaced else 'Cluster'})
    return {'kind': 'APIGroupDiscoveryList', 'apiVersion': 'apidiscovery.k8s.io/v2', 'metadata': {}, 'items': [
        {'metadata': {'name': group} if group else {}, 'versions': [{'version': 'v1', 'resources': resources, 'freshness': 'Current'}]}
        for group, resources in groups.items()]}


class Server:
    """nginx with the pages of one cluster."""

    def __init__(self, cluster, folder):
        self.folder = pathlib.Path(folder)
        root = self.folder / 'pages'
        root.mkdir()
        self.targets = []
        entries = []
        for name, document in (('api', discovery(True)), ('apis', discovery(False)), ('version', {'gitVersion': 'v1.36.0'})):
            (root / f'{name}.json').write_text(json.dumps(document))
            entries.append((f'/{name}:', f'/{name}.json'))
        for plural, (path, _, _) in KINDS.items():
            token = ''
            for page in sorted((pathlib.Path(cluster) / 'chunks').glob(f'{plural}-*.json')):
                os.symlink(page.resolve(), root / page.name)
                text = page.read_bytes()
                (root / (page.name + '.gz')).write_bytes(gzip.compress(text, 4))
                for written in {token, urllib.parse.quote(token, safe='')}:
                    entries.append((f'{path}/{plural}:{written}', f'/{page.name}'))
                self.targets.append(f'{path}/{plural}?limit=500' + (f'&continue={urllib.parse.quote(token, safe="")}' if token else ''))
                token = json.loads(text[:text.index(b',"items"')] + b'}')['metadata'].get('continue', '')
        (root / 'empty.json').write_text('')
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=bench', '-addext',
                        'subjectAltName=IP:127.0.0.1', '-keyout', self.folder / 'key.pem', '-out', self.folder / 'cert.pem'],
                       check=True, capture_output=True)
        lines = '\n'.join(f'    "{key}" {page};' for key, page in entries)
        (self.folder / 'nginx.conf').write_text(f'''
{'user root;' if os.getuid() == 0 else ''} worker_processes 1; daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/error.log;
events {{ worker_connections 512; }}
http {{
  map_hash_max_size 8192; map_hash_bucket_size 512; access_log off; default_type application/json; sendfile on;
  http2_max_concurrent_streams 250; keepalive_requests 1000000; gzip_static on;
  client_body_temp_path {self.folder}/t1; proxy_temp_path {self.folder}/t2; fastcgi_temp_path {self.folder}/t3;
  uwsgi_temp_path {self.folder}/t4; scgi_temp_path {self.folder}/t5;
  map "$uri:$arg_continue" $listed {{
    default /none;
{lines}
  }}
  map $arg_watch $page {{ default $listed; "1" /empty.json; }}
  server {{
    listen 127.0.0.1:{self.port} ssl http2; root {root};
    ssl_certificate {self.folder}/cert.pem; ssl_certificate_key {self.folder}/key.pem;
    location = /api {{ default_type "{AGGREGATED}"; try_files /api.json =404; }}
    location = /apis {{ default_type "{AGGREGATED}"; try_files /apis.json =404; }}
    location / {{ try_files $page =404; }}
  }}
}}''')
        (self.folder / 'kubeconfig').write_text(json.dumps({
            'apiVersion': 'v1', 'kind': 'Config', 'current-context': 'bench',
            'clusters': [{'name': 'bench', 'cluster': {'server': self.address, 'certificate-authority': str(self.folder / 'cert.pem')}}],
            'users': [{'name': 'bench', 'user': {'token': 'bench'}}],
            'contexts': [{'name': 'bench', 'context': {'cluster': 'bench', 'user': 'bench'}}]}))
        self.process = subprocess.Popen(['nginx', '-c', self.folder / 'nginx.conf', '-p', self.folder])
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                break
            except OSError:
                time.sleep(0.02)

    @property
    def address(self):
        return f'https://127.0.0.1:{self.port}'

    def curl(self, *options):
        config = self.folder / 'curl.txt'
        config.write_text(''.join(f'url = "{self.address}{target}"\noutput = "/dev/null"\n' for target in self.targets))
        return ['curl', '--silent', '--fail', '--http2', '--cacert', str(self.folder / 'cert.pem'), *options, '--config', str(config)]

    def end(self):
        self.process.terminate()
        self.process.wait()


def run(command, **environment):
    """Seconds, and MB at the peak."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 2):
        sys.exit(f'{command[0]} failed')
    return time.monotonic() - begin, usage.ru_maxrss / 1024, out


def medians(commands, runs):
    """Of each command, in turn, so that all have the same weather."""
    taken = [[] for _ in commands]
    for _ in range(runs):
        for i, (command, environment) in enumerate(commands):
            taken[i].append(run(command, **environment)[:2])
    return [(statistics.median(t for t, _ in one), statistics.median(m for _, m in one)) for one in taken]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program')
    parser.add_argument('data')
    parser.add_argument('--kubectl', default='kubectl')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--json', action='store_true')
    given = parser.parse_args()
    rows = []

    def row(name, what, value, unit, reach, beside='', isReached=None):
        rows.append({'id': name, 'what': what, 'value': round(value, 3), 'unit': unit, 'reach': reach, 'beside': beside, 'reached': isReached})

    with tempfile.TemporaryDirectory() as folder:
        server = Server(pathlib.Path(given.data) / 'L', folder)
        try:
            ours = [given.program, 'inventory', '--kubeconfig', f'{folder}/kubeconfig', '-o', 'json']
            commands = [(ours, {}), (server.curl('--compressed'), {}), (ours, {'PORTOLAN_IDENTITY': '1'}), (server.curl(), {})]
            packed, curlPacked, plain, curlPlain = medians(commands, given.runs)
            row('P1', 'L listed, parsed and stored, gzip', packed[0], 's', '<= 0.75 x', f'curl --compressed {curlPacked[0]:.3f} s ({packed[0] / curlPacked[0]:.2f} x)', packed[0] <= 0.75 * curlPacked[0])
            row('P1', 'the same, identity', plain[0], 's', '<= 1.75 x', f'curl {curlPlain[0]:.3f} s ({plain[0] / curlPlain[0]:.2f} x)', plain[0] <= 1.75 * curlPlain[0])
            if shutil.which(given.kubectl):
                names = [given.kubectl, '--kubeconfig', f'{folder}/kubeconfig', '--cache-dir', f'{folder}/cache', 'get', 'pods', '-A', '-o', 'name']
                (ourTime, ourPeak), (theirTime, theirPeak) = medians([(ours, {}), (names, {})], max(1, given.runs // 2))
                row('P3', '30,000 pods listed, time', ourTime, 's', '>= 60 x', f'kubectl {theirTime:.1f} s ({theirTime / ourTime:.0f} x)', theirTime >= 60 * ourTime)
                row('P3', '30,000 pods listed, peak memory', ourPeak, 'MB', '>= 40 x', f'kubectl {theirPeak:.0f} MB ({theirPeak / ourPeak:.0f} x)', theirPeak >= 40 * ourPeak)
        finally:
            server.end()
    if (pathlib.Path(given.data) / 'XL').exists():
        with tempfile.TemporaryDirectory() as folder:
            server = Server(pathlib.Path(given.data) / 'XL', folder)
            try:
                window = [given.program, '--kubeconfig', f'{folder}/kubeconfig']
                [(seconds, peak)] = medians([(window, {'QT_QPA_PLATFORM': 'offscreen', 'PORTOLAN_REPORT_FIRST_PICTURE': '1',
                                                       'PORTOLAN_SETTINGS': f'{folder}/settings.ini'})], max(1, given.runs // 2))
                row('P9', 'XL from a local server to the first whole picture', seconds, 's', '<= 3 s', f'{peak:.0f} MB at the peak', seconds <= 3)
            finally:
                server.end()
    if given.json:
        print(json.dumps(rows))
    else:
        for r in rows:
            reached = {True: 'reached', False: 'MISSED', None: ''}[r['reached']]
            print(f"{r['id']:<5}{r['what']:<52}{r['value']:>10} {r['unit']:<4}{r['reach']:<12}{reached:<9}{r['beside']}")


main()
