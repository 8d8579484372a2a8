// SPDX-License-Identifier: GPL-3.0-or-later
#include "headless.h"

#include <QRandomGenerator>
#include <algorithm>
#include <new>

#include "commands.h"
#include "graphfile.h"
#include "input.h"
#include "kube/accessrule.h"
#include "kube/anonymize.h"
#include "kube/write.h"
#include "live.h"
#include "picture.h"
#include "render/export.h"
#include "terminal.h"
#include "topology/graph.h"

namespace portolan {

namespace {

Result<ReadOutcome> readInput(const Request &request)
{
    if (!request.sample.isEmpty())
        return readSample(request.sample);
    if (request.isLive())
        return readCluster(request);
    std::vector<std::string> paths;
    for (const QString &path : request.paths)
        paths.push_back(path.toStdString());
    return readInputs(paths);
}

void complainAbout(const std::vector<Problem> &problems)
{
    for (const Problem &problem : problems) {
        std::string where = problem.file;
        if (problem.document > 0)
            where += ", document " + std::to_string(problem.document);
        if (problem.line > 0)
            where += ", line " + std::to_string(problem.line);
        complain(where.empty() ? problem.message : where + ": " + problem.message);
    }
}

Exit written(const QString &path, std::string_view bytes, Exit exit)
{
    if (const auto done = writeFile(path, bytes); !done) {
        complain(done.error().source + ": " + done.error().detail);
        return Exit::NothingUsable;
    }
    return exit;
}

std::string snapshotOf(const Request &request, const ClusterSnapshot &snapshot)
{
    return request.anonymize ? toAnonymousJson(snapshot, QRandomGenerator::system()->generate64()) : toJson(snapshot);
}

Exit runOn(const Request &request, const ReadOutcome &outcome)
{
    const Exit exit = exitFor(outcome);
    switch (request.command) {
        case Request::Command::Inventory:
            return printed(request.output == u"json" ? inventoryJson(outcome) : inventoryTable(outcome), exit);
        case Request::Command::Detect: {
            const GraphPtr graph = buildTopology(outcome.snapshot, {}, request.supposition);
            return printed(request.output == u"json" ? detectJson(*graph->roles, outcome) : detectTable(*graph->roles),
                           exit);
        }
        case Request::Command::Ports: {
            const GraphPtr graph = buildTopology(outcome.snapshot, {}, request.supposition);
            return printed(portsAs(request.output, *graph, outcome), exit);
        }
        case Request::Command::Topology:
            return printed(
                graphAs(request.output, *buildTopology(outcome.snapshot, {}, request.supposition), outcome.problems),
                exit);
        case Request::Command::Endpoints:
            return runEndpoints(request, outcome);
        case Request::Command::Check:
            return runCheck(request, outcome);
        case Request::Command::Reach:
            return runReach(request, outcome);
        case Request::Command::Route:
            return runRoute(request, outcome);
        case Request::Command::Lint:
            return runLint(request, outcome);
        case Request::Command::Trace:
            return runTrace(request, outcome);
        case Request::Command::Snapshot:
            return written(request.output, snapshotOf(request, *outcome.snapshot), exit);
        case Request::Command::Export:
            return writePicture(request, outcome) ? exit : Exit::NothingUsable;
        default:
            return Exit::BadUsage;
    }
}

}  // namespace

Exit printed(std::string_view text, Exit exit)
{
    if (print(text))
        return exit;
    complain("the result could not be written to standard output");
    return Exit::NothingUsable;
}

Exit worse(Exit a, Exit b)
{
    return static_cast<int>(a) > static_cast<int>(b) ? a : b;
}

Exit exitFor(const ReadOutcome &outcome)
{
    if (outcome.objects == 0 && outcome.snapshot->gaps.empty())
        return Exit::NothingUsable;
    const bool hasGaps = std::ranges::any_of(outcome.snapshot->gaps, [](const Gap &gap) {
        return gap.why != Gap::Why::NotInstalled;  // that there is no such kind is an answer
    });
    const bool hasProblems = !outcome.problems.empty() || hasGaps;
    return hasProblems ? Exit::WithProblems : Exit::AllRead;
}

Exit runHeadless(const Request &request)
{
    if (request.command == Request::Command::Kubeconfig)
        return runKubeconfig(request);
    if (request.command == Request::Command::Rbac)
        return printed(accessRules(), Exit::AllRead);
    if (request.question.isTestVectors)
        return answerTestVectors();
    if (request.command == Request::Command::Export) {
        if (const auto format = pictureFormatOf(request.output); !format) {
            complain(format.error().detail);
            return Exit::BadUsage;
        }
    }
    try {
        auto outcome = readInput(request);
        if (!outcome) {
            complain(outcome.error().detail);
            return Exit::BadUsage;
        }
        complainAbout(outcome.value().problems);
        if (outcome.value().objects == 0 && !request.isLive())
            complain("nothing in the input is a Kubernetes object; give what kubectl get -o yaml or -o json saved");
        return runOn(request, outcome.value());
    } catch (const std::bad_alloc &) {
        complain("there is not enough memory for this input");
        return Exit::NothingUsable;
    }
}

}  // namespace portolan
