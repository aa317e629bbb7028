#!/bin/sh
# Stands in for Terraform in the tests of the local commands: applying writes a state, destroying empties it, and a plan
# differs where the stack is not applied, at length where there is a file called "long". A stack that has a file called "broken" fails. Each call goes into a log.
stack=$(basename "$PWD")
echo "$stack $1 $AWS_ENDPOINT_URL" >>"$FAKE_TERRAFORM_LOG"
if [ -e broken ] && [ "$1" != init ]; then
  echo "Error: $stack is broken" >&2
  exit 1
fi
case $1 in
  apply)
    if [ -e slow ]; then exec sleep 60; fi
    echo '{"resources":["one"]}' >terraform.tfstate
    echo "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."
    ;;
  destroy)
    echo '{"resources":[]}' >terraform.tfstate
    echo "Destroy complete! Resources: 1 destroyed."
    ;;
  output)
    echo '{"job": {"value": "one"}}'
    ;;
  show)
    cat show.json
    ;;
  plan)
    if grep -qs one terraform.tfstate; then
      echo "No changes. Your infrastructure matches the configuration."
    else
      if [ -e long ]; then seq 300; fi
      echo "Plan: 1 to add, 0 to change, 0 to destroy."
      exit 2
    fi
    ;;
esac
