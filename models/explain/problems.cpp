// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/problems.h"

#include <algorithm>
#include <set>

#include "explain/phrase.h"

namespace portolan {

std::string placeText(const std::string &file, int document, int line)
{
    std::vector<std::string> parts;
    if (!file.empty())
        parts.push_back(file == "-" ? "standard input" : oneLine(file));
    if (document > 1 || (document == 1 && line <= 0 && file.empty()))
        parts.push_back(text("document ", grouped(static_cast<std::size_t>(document))));
    if (line > 0)
        parts.push_back(text("line ", grouped(static_cast<std::size_t>(line))));
    return joined(parts);
}

namespace {

std::string at(const std::string &place, const std::string &message)
{
    return stopped(place.empty() ? capitalized(message) : text(place, ": ", message));
}

const KindInfo *kindNamed(std::string_view name)
{
    if (const KindInfo *kind = kindByReference(name))
        return kind;
    for (std::size_t i = 0; i < kindCount; ++i) {
        const KindInfo &kind = info(static_cast<Kind>(i));
        if (kind.plural == name || kind.name == name)
            return &kind;
    }
    return nullptr;
}

/** What a chart without a kind cannot tell. */
std::string_view lossOf(const Gap &gap)
{
    const KindInfo *kind = kindNamed(gap.kind);
    if (!kind)
        return {};
    switch (kind->kind) {
        case Kind::Node:
            return "Machines are known by the pods that name them, without addresses, tunnels and state.";
        case Kind::Namespace:
            return "Namespaces are known by what is in them.";
        case Kind::Pod:
            return "Whether anything runs behind Services and workloads is not known, nor on which machine.";
        case Kind::Service:
            return "How pods are reached is not known.";
        case Kind::EndpointSlice:
            return "Which pods a Service reaches is taken from its selector, not from the cluster.";
        case Kind::ReplicaSet:
            return "Pods of Deployments can't be traced to their Deployment.";
        case Kind::Ingress:
        case Kind::IngressRoute:
        case Kind::IngressRouteTCP:
        case Kind::IngressRouteUDP:
        case Kind::Gateway:
        case Kind::HTTPRoute:
        case Kind::GRPCRoute:
        case Kind::TLSRoute:
        case Kind::TCPRoute:
        case Kind::UDPRoute:
            return "Ways in from outside may be missing.";
        case Kind::NetworkPolicy:
            return "Whether a policy stands in the way is not known.";
        default:
            return "What they would show is missing from the picture.";
    }
}

/** "Ingresses", whether the gap calls the kind by its name or by its resource. */
std::string kindsOf(const Gap &gap)
{
    const KindInfo *kind = kindNamed(gap.kind);
    return kind ? plural(kind->name) : oneLine(gap.kind, 80);
}

}  // namespace

std::string describe(const Problem &problem)
{
    const std::string message = oneLine(problem.message, 600);
    return at(placeText(problem.file, problem.document, problem.line), message.empty() ? "could not be used" : message);
}

std::string describe(const Skipped &skipped)
{
    const std::string why = oneLine(skipped.why, 400);
    return at(placeText(skipped.file, skipped.document, skipped.line),
              text("skipped", why.empty() ? "" : text(", ", why)));
}

std::string describe(const Gap &gap)
{
    const std::string kinds = kindsOf(gap);
    const std::string said = oneLine(gap.message, 300);
    const std::string says = said.empty() ? std::string() : text(" The API server says: ", stopped(said));
    switch (gap.why) {
        case Gap::Why::Forbidden:
            return text("Not permitted: ", kinds, gap.readIn.empty() ? "" : text(" outside of ", listed(gap.readIn, 3)),
                        ". ", lossOf(gap), " Your role would need get, list and watch for them.", says);
        case Gap::Why::NotInstalled:
            return text("Not installed: the cluster does not serve ", kinds, ", so there are none.", says);
        case Gap::Why::Pending:
            return text("Not read yet: ", kinds, ".");
        case Gap::Why::Failed:
            return text("Not read: ", kinds, " could not be listed. ", lossOf(gap), " Try again.", says);
    }
    return {};
}

std::string describeNotInstalled(const std::vector<Gap> &gaps)
{
    std::vector<std::string> kinds;
    for (const Gap &gap : gaps) {
        if (gap.why == Gap::Why::NotInstalled)
            kinds.push_back(kindsOf(gap));
    }
    if (kinds.empty())
        return {};
    return text("Not installed: the cluster does not serve ", listed(kinds, kinds.size()), ", so there are none.");
}

std::string describe(const Error &error)
{
    const std::string source = oneLine(error.source, 300);
    const std::string detail = oneLine(error.detail, 500);
    const auto sentence = [&](std::string_view what, std::string_view remedy) {
        std::string all = text(what, source.empty() ? "" : text(": ", source),
                               detail.empty() ? "" : text(source.empty() ? ": " : ", ", detail));
        all = stopped(std::move(all));
        return remedy.empty() ? all : text(all, " ", remedy);
    };
    switch (error.kind) {
        case Error::Kind::Config:
            return sentence("The configuration can't be used", "");
        case Error::Kind::Network:
            return sentence("The cluster can't be reached",
                            "See whether the address is right and a network or a VPN is missing.");
        case Error::Kind::Auth:
            return sentence("The cluster did not accept who you are",
                            "See whether the credentials of this context have expired.");
        case Error::Kind::Forbidden:
            return sentence("The cluster does not permit it", "Ask for a role with get, list and watch.");
        case Error::Kind::Decode:
            return sentence("What was read can't be understood", "");
        case Error::Kind::Io:
            return sentence("It can't be read or written", "");
        case Error::Kind::Usage:
            return sentence("That can't be asked like this", "");
        case Error::Kind::Cancelled:
            return "Cancelled.";
    }
    return {};
}

namespace {

std::string gapsText(const std::vector<Gap> &gaps, Gap::Why why, std::string_view word)
{
    std::vector<std::pair<Kind, std::string>> kinds;  // those that matter most have the lowest numbers
    for (const Gap &gap : gaps) {
        const KindInfo *kind = kindNamed(gap.kind);
        if (gap.why == why && gap.readIn.empty())
            kinds.emplace_back(kind ? kind->kind : Kind::AuthorizationPolicy, kindsOf(gap));
    }
    std::ranges::sort(kinds);
    std::vector<std::string> names;
    for (auto &[kind, name] : kinds)
        names.push_back(std::move(name));
    return names.empty() ? std::string() : text(word, ": ", listed(names, 3));
}

/** "only shop may be read": of kinds that could be read in some namespaces. */
std::string readInText(const std::vector<Gap> &gaps)
{
    std::set<std::string> spaces;
    for (const Gap &gap : gaps)
        spaces.insert(gap.readIn.begin(), gap.readIn.end());
    if (spaces.empty())
        return {};
    return text("only ", listed({spaces.begin(), spaces.end()}, 3), " may be read");
}

std::size_t count(const std::vector<Problem> &problems, Severity severity)
{
    return static_cast<std::size_t>(std::ranges::count(problems, severity, &Problem::severity));
}

}  // namespace

std::string quietLine(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped,
                      const std::vector<Gap> &gaps)
{
    std::vector<std::string> parts;
    if (const std::size_t errors = count(problems, Severity::Error))
        parts.push_back(counted(errors, "error"));
    if (const std::size_t warnings = count(problems, Severity::Warning))
        parts.push_back(counted(warnings, "warning"));
    if (!skipped.empty())
        parts.push_back(
            text(counted(skipped.size(), "document"), skipped.size() == 1 ? " was skipped" : " were skipped"));
    parts.push_back(readInText(gaps));
    parts.push_back(gapsText(gaps, Gap::Why::Forbidden, "not permitted"));
    parts.push_back(gapsText(gaps, Gap::Why::Failed, "not read"));
    return joined(parts, " · ");
}

}  // namespace portolan
