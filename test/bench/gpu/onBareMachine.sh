#!/usr/bin/env bash
# The benchmark of the GPU on a bare machine: bash onBareMachine.sh [--minutes 7] [more options of the benchmark]
# Lies in a folder that pack.mjs has made. Needs an NVIDIA GPU with its driver (BENCH_ADAPTER names another by a part of its
# name); for the peer a python3 with PyTorch and torchvision. It ends within the minutes; a short table comes last, and
# everything is also in bench.log there, or where BENCH_LOG says. Without a GPU it stops at once and says what it tried.
set -uo pipefail
export PATH="${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=$(mktemp -d)
log=${BENCH_LOG:-$here/bench.log}
{ : >"$log"; } 2>/dev/null || log=$lab/bench.log
adapter=${BENCH_ADAPTER:-NVIDIA}

say() { echo "$*" | tee -a "$log"; }
stop() { say "$*"; exit 1; }
finish() {
  [ -n "${warming:-}" ] && kill "$warming" 2>/dev/null
  local wanted='peak|bandwidth|PyTorch|mixed|step|loop|product|views|not measured'
  local short
  short=$(grep -A 1 -E "^($wanted)" "$log" | grep -E "^($wanted|    PyTorch)")
  say "--- in short, after $SECONDS s"
  say "${short:-nothing was measured}"
  rm -rf "$lab"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

minutes=7
if [ "${1:-}" = --minutes ]; then
  minutes=${2:?--minutes wants a number}
  shift 2
fi
[[ $minutes =~ ^[1-9][0-9]*$ ]] || stop "--minutes wants a whole number, not $minutes"
# Seconds until all must be over, less so many.
left() { echo $((60 * minutes - SECONDS - ${1:-0})); }

# To import PyTorch for the first time takes long: meanwhile the rest is made ready.
for python in python3 /usr/bin/python3; do
  timeout 90 "$python" -c 'import torch, torchvision; torch.cuda.is_available()' && echo "$python" && break
done >"$lab/python" 2>"$lab/python.errors" &
warming=$!

# Unpacks the lab; Python has xz where the system has not.
tar -xJf "$here/lab.tar.xz" -C "$lab" 2>/dev/null ||
  python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$here/lab.tar.xz" "$lab" ||
  stop "lab.tar.xz cannot be unpacked: there is neither xz nor a python3"
cd "$lab" || exit 1
node=$lab/bin/node
"$node" --version >"$lab/version" 2>&1 || stop "Node does not run here: $(cat "$lab/version")"
# Where drivers and torch.compile keep what they have compiled.
[ -w "${HOME:-/nowhere}" ] || export HOME=$lab
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$lab}
timeout 30 nvidia-smi --format=csv,noheader \
  --query-gpu=name,driver_version,memory.total,memory.used,utilization.gpu,clocks.max.sm,power.limit 2>&1 | tee -a "$log"

# Libraries that a machine may lack, the Vulkan loader and what the driver links: of those that it has, its own are used.
known=$(ldconfig -p 2>/dev/null)
for file in lib/*.so.*; do
  grep -qF "	${file##*/} (" <<<"$known" && rm "$file"
done
usual="/usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib"
folders="${LD_LIBRARY_PATH:-} /usr/local/nvidia/lib64 /usr/local/nvidia/lib $usual /usr/lib/x86_64-linux-gnu/nvidia/current"
folders="${folders//:/ } $(sed -n 's|.* => \(.*\)/lib[A-Z]*_nvidia\.so\.0$|\1|p' <<<"$known")"

# NVIDIA's driver, described as the Vulkan loader wants it. By EGL it needs neither a display nor X, so that comes first.
drivers=()
libraries=()
[ -n "${VK_DRIVER_FILES:-${VK_ICD_FILENAMES:-}}" ] && drivers+=("${VK_DRIVER_FILES:-$VK_ICD_FILENAMES}")
for kind in EGL GLX; do
  for library in $(for folder in $folders; do ls "$folder/lib${kind}_nvidia.so".* 2>/dev/null; done); do
    folder=${library%/*}
    # What it loads later lies beside it.
    [[ " $usual ${LD_LIBRARY_PATH:-} " == *[\ :]"$folder"[\ :]* ]] || LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
    printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "%s", "api_version": "1.3.0"}}\n' "$library" >"$kind.json"
    drivers+=("$lab/$kind.json")
    libraries+=("$library")
    break
  done
done
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$lab/lib
for file in {/usr/local/nvidia/share,/etc,/usr/share,/usr/local/share}/vulkan/icd.d/*nvidia*.json; do
  [ -e "$file" ] && drivers+=("$file")
done

# The first of them by which the GPU answers.
bench() { timeout -k 5 "$1" "$node" dist/bench/main.js --backend webgpu "${@:2}"; }
found=
for driver in "${drivers[@]}"; do
  export VK_DRIVER_FILES=$driver VK_ICD_FILENAMES=$driver
  VK_LOADER_DEBUG=error,warn bench 20 --list >answer 2>&1
  status=$?
  found=$(grep -iF "$adapter" answer | grep -F 'GPU: ') && break
  { echo "with $driver (ended with $status): $(tr -d '\n' <"${driver%%:*}")"; tail -n 15 answer; } >>tried
done
if [ -z "$found" ]; then
  say "--- no GPU by the name of $adapter answers through Vulkan"
  {
    [ -e tried ] && cat tried
    [ ${#drivers[@]} = 0 ] && echo "There is neither libEGL_nvidia.so nor libGLX_nvidia.so: in a container they come with NVIDIA_DRIVER_CAPABILITIES=all."
    for library in libvulkan.so.1 "${libraries[@]}"; do
      for place in "$library" "lib/$library" "/usr/lib/x86_64-linux-gnu/$library"; do
        [ -e "$place" ] && { echo "$place" && ldd "$place" 2>&1 | grep 'not found'; }
      done
    done
    for library in "${libraries[@]}"; do ls "${library%/*}" | grep -E 'nvidia-(egl|gl|gpucomp|tls)|libGLdispatch'; done | sort -u
    echo "LD_LIBRARY_PATH=$LD_LIBRARY_PATH NVIDIA_DRIVER_CAPABILITIES=${NVIDIA_DRIVER_CAPABILITIES:-}"
    ls -d /dev/nvidia* /dev/dri/* /usr/local/nvidia/* 2>&1
  } 2>&1 | tee -a "$log"
  exit 1
fi
say "$found, by $driver: $(tr -d '\n' <"${driver%%:*}"), after $SECONDS s"

say "--- self-test"
timeout -k 5 90 "$node" dist/engine/cli.js backends 2>&1 | tee -a "$log"

wait "$warming"
python=$(cat python)
peer=()
if [ -n "$python" ]; then
  peer=(--peer)
else
  say "There is no python3 with torch and torchvision, so it is measured without the peer: $(tail -n 1 python.errors)"
fi

# Cases may be under way when the time is up. One that takes the process with it is passed over.
in_minutes() { printf '%d.%02d' $(($1 / 60)) $(($1 % 60 * 100 / 60)); }
status=1
after=
while [ "$(left 100)" -gt 0 ]; do
  say "--- benchmark${after:+ after $after}, $(left) s left"
  bench "$(left 10)" --gpu "$adapter" --minutes "$(in_minutes "$(left 80)")" --after "$after" "${peer[@]}" "$@" 2>&1 | tee -a "$log"
  status=${PIPESTATUS[0]}
  last=$(sed -n 's/^measuring //p' "$log" | tail -n 1)
  [ "$status" = 0 ] && break
  say "The benchmark ended with $status while measuring ${last:-nothing yet}."
  [ "$last" = "$after" ] && break
  after=$last
done

# Where ours measured nothing, the peer by itself says what there is to reach.
if ! grep -q '^step ' "$log" && [ -n "$python" ] && [ "$(left 30)" -gt 0 ]; then
  say "--- PyTorch alone: the requests, then its answers"
  number=0
  for work in '"resnet18"' '"resnet50"' '"resnet50", "--size", "224", "--batch", "128"'; do
    for precision in fp32 tf32 bf16; do
      echo "{\"request\": $((++number)), \"args\": [\"step\", \"--encoder\", $work, \"--precision\", \"$precision\"]}"
    done
  done >requests
  timeout "$(left 5)" "$python" test/bench/peer/simclr_peer_cuda.py serve <requests 2>&1 | cat requests - | tee -a "$log"
fi
exit "$status"
