#!/bin/sh
# Evaluates an architecture in a process of its own, by a formula in the place of training: the input is JSON on stdin.
# One in sixteen fails, always; none takes as long as another.
read -r input
architecture=${input#*\"architecture\":\"}
architecture=${architecture%%\"*}
sum=$(printf %s "$architecture" | cksum)
sum=${sum%% *}
case $((sum % 16)) in
0) echo "the formula has no value here" >&2 && exit 3 ;;
1 | 2 | 3) sleep 0.02 ;;
4) sleep 0.1 ;;
esac
echo "{\"error\": $((5 + sum % 60)).$((sum % 9973)), \"metrics\": {\"sum\": $sum}}"
