#!/usr/bin/env bash
# The benchmark of the GPU on a bare machine: bash onBareMachine.sh [--minutes 6] [more options of the benchmark]
# Lies in a folder that pack.mjs has made. Needs a GPU with its driver; for the peer a python3 with PyTorch and torchvision.
# What is missing is said, and the rest is measured. Everything is also in bench.log there; a short table comes last.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
log=${BENCH_LOG:-$here/bench.log}
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT

minutes=6
if [ "${1:-}" = --minutes ]; then
  minutes=${2:?--minutes wants a number}
  shift 2
fi
[[ $minutes =~ ^[0-9]+$ ]] || { echo "--minutes wants a whole number, not $minutes"; exit 1; }

say() { echo "$*" | tee -a "$log"; }
: >"$log"

# Unpacks the lab; Python has xz where the system has not.
tar -xJf "$here/lab.tar.xz" -C "$lab" 2>/dev/null ||
  python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$here/lab.tar.xz" "$lab" ||
  { say "lab.tar.xz cannot be unpacked: there is neither xz nor a python3"; exit 1; }
node=$lab/bin/node

libraries=/usr/lib/x86_64-linux-gnu:/usr/lib64:/usr/lib:/usr/local/nvidia/lib64
# Whether a library can be loaded, its own libraries too; prints its path.
library() {
  local folder
  for folder in $(echo "${LD_LIBRARY_PATH:-}:$libraries" | tr ':' ' ') $(ldconfig -p 2>/dev/null | sed -n "s|.* => \(.*\)/$1\$|\1|p"); do
    [ -e "$folder/$1" ] || continue
    ldd "$folder/$1" 2>/dev/null | grep -q 'not found' && continue
    echo "$folder/$1"
    return 0
  done
  return 1
}

# The Vulkan loader: the system's, or that of the packages.
if ! library libvulkan.so.1 >/dev/null; then
  for package in "$here"/packages/*.deb; do
    [ -e "$package" ] && { dpkg-deb -x "$package" "$lab/vulkan" || say "${package##*/} cannot be unpacked"; }
  done
  export LD_LIBRARY_PATH="$lab/vulkan/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  library libvulkan.so.1 >/dev/null || say "There is no Vulkan loader (libvulkan.so.1), and none among the packages."
fi

# The driver: what the environment or the system names; else NVIDIA's library, where it lies without a description.
if [ -z "${VK_ICD_FILENAMES:-}${VK_DRIVER_FILES:-}" ]; then
  named=$(ls /etc/vulkan/icd.d/*nvidia*.json /usr/share/vulkan/icd.d/*nvidia*.json 2>/dev/null | head -n 1)
  driver=$(library libGLX_nvidia.so.0 || library libEGL_nvidia.so.0)
  if [ -n "$named" ]; then
    export VK_ICD_FILENAMES=$named
  elif [ -n "$driver" ]; then
    export VK_ICD_FILENAMES=$lab/nvidia_icd.json
    printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "%s", "api_version": "1.3.0"}}\n' "$driver" >"$VK_ICD_FILENAMES"
  else
    say "NVIDIA's driver has no Vulkan here: neither libGLX_nvidia.so.0 nor libEGL_nvidia.so.0 can be loaded."
    say "In a container, its libraries for graphics come with NVIDIA_DRIVER_CAPABILITIES=all."
  fi
  say "Vulkan driver: ${VK_ICD_FILENAMES:-none} ${driver:-}"
fi
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$lab}
nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm,power.limit --format=csv,noheader 2>/dev/null | tee -a "$log"

cd "$lab" || exit 1
peer=()
python=python3
python3 -c 'import torch, torchvision' 2>/dev/null || python=/usr/bin/python3
if "$python" -c 'import torch, torchvision' 2>/dev/null; then
  peer=(--peer)
else
  say "There is no python3 with torch and torchvision: measured without the peer."
fi

say "--- self-test"
timeout 120 "$node" dist/engine/cli.js backends 2>&1 | tee -a "$log"

say "--- benchmark, no case begun after $minutes minutes"
# Cases may be under way when the time is up.
timeout $((60 * minutes + 120)) "$node" dist/bench/main.js --backend webgpu --minutes "$minutes" "${peer[@]}" "$@" 2>&1 | tee -a "$log"
status=${PIPESTATUS[0]}
[ "$status" = 0 ] || say "The benchmark ended with $status."

# Where our GPU backend does not work, the peer by itself says what there is to reach.
if ! grep -q '^step ' "$log" && "$python" -c 'import torch, torchvision; assert torch.cuda.is_available()' 2>/dev/null; then
  say "--- PyTorch alone"
  for work in 'step --encoder resnet18' 'step --encoder resnet50' 'step --encoder resnet50 --size 224 --batch 128'; do
    for precision in fp32 tf32 bf16; do
      # shellcheck disable=SC2086
      found=$(timeout 60 "$python" test/bench/peer/simclr_peer_cuda.py $work --precision "$precision" 2>&1 | tail -n 1)
      say "$work, $precision: ${found:-nothing within a minute}"
    done
  done
fi

say "--- in short"
grep -A 1 -E '^(peak|bandwidth|PyTorch [0-9]|step|loop|product|views)' "$log" | grep -E '^(peak|bandwidth|PyTorch|step|loop|product|views|    PyTorch)' | tee "$lab/short"
cat "$lab/short" >>"$log"
exit "$status"
