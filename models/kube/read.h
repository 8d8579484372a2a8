// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/problem.h"
#include "base/result.h"
#include "kube/snapshot.h"

namespace portolan {

/** A document that is not a kept or counted object, and why. */
struct Skipped {
    std::string file;
    int document = 0;
    int line = 0;
    std::string why;
    auto operator<=>(const Skipped &) const = default;
};

/** What reading gave: never nothing, however bad the input. */
struct ReadOutcome {
    SnapshotPtr snapshot;           ///< never null; empty if nothing was usable
    std::size_t documents = 0;      ///< every YAML or JSON document seen; a List counts as one
    std::size_t objects = 0;        ///< objects found in them, kept or counted
    std::vector<Skipped> skipped;   ///< sorted by file, document
    std::vector<Problem> problems;  ///< sorted; those that make the exit code 2
};

/** Reads saved cluster objects from files, folders (recursively) and "-" (standard input), in any mix.
 *
 *  Takes JSON and YAML, Lists of every sort, `kubectl cluster-info dump` as folder or stream, support bundles and
 *  folders of manifests. The same object twice: the one read last wins, and a problem names both places where they
 *  differ in file. Secrets are counted and never kept.
 *  Errors: none; each is in `problems` or `skipped`.
 *  Cost: linear in the input; memory about the largest file, plus what is kept.
 */
[[nodiscard]] ReadOutcome readInputs(const std::vector<std::string> &paths, std::stop_token stop = {});

/** The same for bytes at hand; `name` stands for the file in messages. */
[[nodiscard]] ReadOutcome readBytes(std::string_view bytes, const std::string &name);

}  // namespace portolan
