# The commands of this repository. `make demo` and `make test` are all that a newcomer needs.

SWIFT ?= swift
DEMO_STATE ?= /var/tmp/scoria-demo

.PHONY: help demo stop-demo build release test unit suites lint bench clean

help:
	@echo 'make demo       build, start a service, watch it do the main job, keep it running'
	@echo 'make stop-demo  stop that service and remove its state'
	@echo 'make test       install what is missing, build, run every test suite, count'
	@echo 'make build      debug build            make release   release build'
	@echo 'make unit       only the Swift tests   make suites    only the cross-process suites (debug build needed)'
	@echo 'make lint       format, import rules, scripts'
	@echo 'make bench      measure, and write docs/performance.md'

demo:
	@scripts/setup
	@DEMO_STATE='$(DEMO_STATE)' scripts/demo start

stop-demo:
	@DEMO_STATE='$(DEMO_STATE)' scripts/demo stop

build:
	$(SWIFT) build --build-tests

release:
	$(SWIFT) build -c release --static-swift-stdlib --product scoria

test:
	@scripts/setup
	@scripts/test

unit:
	$(SWIFT) test

suites:
	@scripts/test --suites

lint:
	@.ci/lint

bench:
	@scripts/setup
	@Benchmarks/run

clean:
	$(SWIFT) package clean
