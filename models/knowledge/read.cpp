// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "knowledge/sentences.h"

namespace portolan {

namespace {

using knowledge::Complaints;
using knowledge::Fields;
using knowledge::Reading;

bool holdsSources(const KnowledgeFile &file)
{
    return file.name.ends_with("sources.yaml");
}

/** "flannel" of "…/flannel.yaml". */
std::string_view stem(std::string_view name)
{
    name.remove_prefix(name.rfind('/') + 1);
    return name.substr(0, name.rfind('.'));
}

class Reader {
public:
    Knowledge known;
    std::vector<std::string> mistakes;

    void readSources(const KnowledgeFile &file)
    {
        withRoot(file, [this](Fields &root, Reading &) {
            for (const knowledge::Written &key : root.keys())
                readSource(root, key.text);
            root.finish();
        });
    }

    void readTopicOrComponent(const KnowledgeFile &file)
    {
        withRoot(file, [&](Fields &root, Reading &reading) {
            const bool isRole = root.has("role");
            const int line = root.line();
            const std::string name = isRole ? addRole(root, reading) : addComponent(root, reading);
            if (!name.empty() && name != stem(file.name))
                reading.complaints.add(line, "the file is about `" + name + "`; call it " + name + ".yaml");
        });
    }

private:
    void withRoot(const KnowledgeFile &file, auto &&read)
    {
        Reading reading{known.sources, Complaints(file.name)};
        const Result<YamlTree> tree = parseYaml(file.text);
        if (!tree)
            mistakes.push_back(file.name + ": " + tree.error().detail + "; mend the YAML");
        else if (tree.value().nodes.empty() || tree.value().nodes.front().what != YamlNode::What::Map)
            reading.complaints.add(1, "the file is no map; see README.md");
        else {
            Fields root(tree.value(), 0, reading.complaints);
            read(root, reading);
        }
        mistakes.insert(mistakes.end(), reading.complaints.lines().begin(), reading.complaints.lines().end());
    }

    void readSource(Fields &root, const std::string &key)
    {
        if (auto source = root.map(key)) {
            std::string title = source->text("title").text;
            known.sources.emplace(key, KnownLink{std::move(title), source->optional("url").text});
            source->finish();
        }
    }

    std::string addRole(Fields &root, Reading &reading)
    {
        KnownRole role = knowledge::readRole(root, reading);
        const std::string name = role.role;
        if (!known.roles.emplace(name, std::move(role)).second)
            reading.complaints.add(root.line(), "the role `" + name + "` has two files; join them");
        return name;
    }

    std::string addComponent(Fields &root, Reading &reading)
    {
        KnownComponent component = knowledge::readComponent(root, reading);
        const std::string name = component.name;
        if (!known.components.emplace(name, std::move(component)).second)
            reading.complaints.add(root.line(), "the component `" + name + "` has two files; join them");
        return name;
    }
};

std::string joinedLines(const std::vector<std::string> &lines)
{
    std::string all;
    for (const std::string &line : lines)
        all.append(all.empty() ? "" : "\n").append(line);
    return all;
}

}  // namespace

Result<Knowledge> readKnowledge(std::span<const KnowledgeFile> files)
{
    Reader reader;
    for (const KnowledgeFile &file : files) {
        if (holdsSources(file))
            reader.readSources(file);
    }
    for (const KnowledgeFile &file : files) {
        if (!holdsSources(file))
            reader.readTopicOrComponent(file);
    }
    if (!reader.mistakes.empty())
        return Error{Error::Kind::Decode, joinedLines(reader.mistakes), "knowledge files"};
    return std::move(reader.known);
}

}  // namespace portolan
