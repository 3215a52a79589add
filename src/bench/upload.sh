#!/usr/bin/env bash
# Wall, CPU and peak memory of an upload beside curl -F of the same file, in one run: over TLS to nginx, to nginx through
# squid, over plain HTTP to the embedded intake, and a small one on a cold JVM. Arguments: MiB, then JVM flags.
. "$(dirname "$0")/lib.sh"
mib=${1:-1024}
shift || true
flags=("$@")
for tool in curl nginx openssl squid /usr/bin/time; do
  command -v "$tool" > /dev/null || { echo "$tool is missing" >&2; exit 2; }
done
unset SSL_CERT_FILE SSL_CERT_DIR # both read the one certificate that is needed
base=$((20000 + RANDOM % 20000))
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/server.key" -out "$work/server.pem" \
  -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2> /dev/null
# takes the whole body into a file, as an intake does, and answers with what its second server says
cat > "$work/nginx.conf" <<EOF
daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 64; }
http {
  access_log off; client_body_temp_path body; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server { listen 127.0.0.1:$((base + 1)); location / { default_type application/json; return 200 '{"case_id":7}'; } }
  server {
    listen 127.0.0.1:$base ssl; ssl_certificate server.pem; ssl_certificate_key server.key; client_max_body_size 0;
    location / { proxy_pass_request_body off; proxy_set_header Content-Length ""; proxy_pass http://127.0.0.1:$((base + 1)); }
  }
}
EOF
nginx -e error.log -p "$work/" -c "$work/nginx.conf" &
pids+=($!)
chmod 755 "$work"
mkdir -m 777 "$work/squid"
cat > "$work/squid/squid.conf" <<EOF
http_port 127.0.0.1:$((base + 2))
http_access allow all
cache deny all
pid_filename none
visible_hostname localhost
shutdown_lifetime 0 seconds
pinger_enable off
access_log none
cache_log $work/squid/cache.log
coredump_dir $work/squid
EOF
squid -N -f "$work/squid/squid.conf" &
pids+=($!)
"$java" -Xmx64m -jar "$jar" receive --dir "$work/received" > "$work/intake.out" 2>&1 &
pids+=($!)
until grep -qsoE 'http://127[^ ]+' "$work/intake.out"; do sleep 0.1; done
intake=$(grep -oE 'http://127[0-9.]+:[0-9]+' "$work/intake.out" | head -n 1)
until curl -s -o /dev/null -x "http://127.0.0.1:$((base + 2))" --cacert "$work/server.pem" "https://localhost:$base/"; do sleep 0.1; done

large=$work/jflare-2026-01-01T00-00-00Z-1.zip
small=$work/jflare-2026-01-01T00-00-00Z-2.zip
head -c $((mib << 20)) /dev/urandom > "$large"
head -c 300000 "$large" > "$small"

measured() { # name command...: prints one row and leaves wall, cpu and peak in $row
  local name=$1; shift
  if ! /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" > "$work/said" 2>&1; then
    echo "$name failed:"; tail -n 5 "$work/said"; exit 1
  fi
  row=$(awk '{ print $1, $2 + $3, $4 / 1024 }' "$work/time")
  printf '  %-12s %7.2f s wall %7.2f s CPU %5.0f MiB\n' "$name" $row
  rm -rf "$work/received"/* "$work/body"/*
}

beside() { # what archive url proxy
  local what=$1 archive=$2 url=$3 proxy=$4 peer
  echo "$what"
  measured curl curl -sS -f ${proxy:+-x "$proxy"} --cacert "$work/server.pem" -H 'Transfer-Encoding: chunked' \
    -F source=local -F "flare_file=@$archive" "$url/support/flare"
  peer=$row
  measured attach.jar env DD_DD_URL="$url" DD_API_KEY=00000000000000000000000000000000 DD_PROXY_HTTPS="$proxy" \
    DD_JFLARE_TLS_CA_FILE="$work/server.pem" "$java" ${flags[@]+"${flags[@]}"} -jar "$jar" send --send "$archive"
  echo "$peer $row" | awk '$2 > 0 { printf "  %-12s %7.2f        %7.2f\n", "ratio", $4 / $1, $5 / $2 }'
}

beside "$mib MiB over TLS to nginx" "$large" "https://localhost:$base" ""
beside "$mib MiB over TLS to nginx, through squid" "$large" "https://localhost:$base" "http://127.0.0.1:$((base + 2))"
beside "$mib MiB over plain HTTP to the intake" "$large" "$intake" ""
beside "300 KB over TLS to nginx, cold" "$small" "https://localhost:$base" ""
DD_JFLARE_JDK_TLS=true beside "300 KB, with the JDK's TLS" "$small" "https://localhost:$base" ""
DD_JFLARE_JDK_TLS=true beside "$mib MiB, with the JDK's TLS" "$large" "https://localhost:$base" ""
