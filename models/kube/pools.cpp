// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/pools.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace portolan {

namespace {

/** Mixes eight bytes into a hash; multiply and fold, after wyhash. */
std::uint64_t mix(std::uint64_t hash, std::uint64_t word)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(hash ^ word ^ 0x9E3779B97F4A7C15ull) * 0xE7037ED1A0B428DBull;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hashOf(std::string_view text, std::uint64_t seed = 0)
{
    std::uint64_t hash = mix(seed, text.size());
    const char *at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = mix(hash, word);
    }
    if (left > 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        hash = mix(hash, word);
    }
    return hash;
}

std::uint64_t hashOf(std::span<const Pairs::value_type> pairs)
{
    std::uint64_t hash = pairs.size();
    for (const auto &[key, value] : pairs)
        hash = hashOf(value, hashOf(key, hash));
    return hash;
}

std::uint64_t hashOf(const PodTemplate &view)
{
    std::uint64_t hash = hashOf(view.serviceAccount, view.containers.size());
    for (const Container &container : view.containers) {
        hash = hashOf(container.image, hashOf(container.name, hash));
        for (const ContainerPort &port : container.ports)
            hash = mix(hash, static_cast<std::uint64_t>(port.port) << 16 | port.hostPort);
    }
    return hash;
}

}  // namespace

template <class Equal>
std::size_t Pools::Index::findOrAdd(std::uint64_t hash, std::size_t fresh, Equal &&isEqual)
{
    if (m_used * 2 >= m_entries.size())
        grow();
    const auto check = static_cast<std::uint32_t>(hash ^ hash >> 32);
    const std::size_t mask = m_entries.size() - 1;
    for (std::size_t at = check & mask;; at = (at + 1) & mask) {
        Entry &entry = m_entries[at];
        if (entry.at == 0) {
            entry = {check, static_cast<std::uint32_t>(fresh + 1)};
            ++m_used;
            return fresh;
        }
        if (entry.hash == check && isEqual(entry.at - 1))
            return entry.at - 1;
    }
}

void Pools::Index::grow()
{
    std::vector<Entry> before =
        std::exchange(m_entries, std::vector<Entry>(std::max<std::size_t>(64, m_entries.size() * 2)));
    const std::size_t mask = m_entries.size() - 1;
    for (const Entry &entry : before) {
        if (entry.at == 0)
            continue;
        std::size_t at = entry.hash & mask;
        while (m_entries[at].at != 0)
            at = (at + 1) & mask;
        m_entries[at] = entry;
    }
}

TextRef Pools::ref(std::string_view text)
{
    if (text.empty())
        return {};
    const std::size_t at =
        m_textIndex.findOrAdd(hashOf(text), m_texts.size(), [&](std::size_t i) { return m_texts[i].view() == text; });
    if (at == m_texts.size())
        m_texts.push_back(m_memory.addRef(text));
    return m_texts[at];
}

std::uint32_t Pools::pairNumber(const Pairs::value_type &pair)
{
    const auto isSame = [&](std::size_t i) {
        const auto &[key, value] = m_pairTable[static_cast<std::uint32_t>(i)];
        return value.view() == pair.second && key.view() == pair.first;
    };
    const auto at = m_pairIndex.findOrAdd(hashOf(std::span(&pair, 1)), m_pairTable.size(), isSame);
    if (at == m_pairTable.size())
        m_pairTable.add({ref(pair.first), ref(pair.second)});
    return static_cast<std::uint32_t>(at);
}

const Pairs *Pools::pairs(std::span<const Pairs::value_type> pairs)
{
    const auto isSame = [&](std::size_t i) { return std::ranges::equal(*m_pairs[i], pairs); };
    const std::size_t at = m_pairsIndex.findOrAdd(hashOf(pairs), m_pairs.size(), isSame);
    if (at == m_pairs.size()) {
        m_numbers.clear();
        for (const auto &pair : pairs)
            m_numbers.push_back(pairNumber(pair));
        m_pairs.push_back(Pairs::make(m_memory, m_pairTable, m_numbers));
    }
    return m_pairs[at];
}

const PodTemplate *Pools::podTemplate(const PodTemplate &podTemplate)
{
    const std::size_t at = m_templateIndex.findOrAdd(hashOf(podTemplate), m_templates.size(),
                                                     [&](std::size_t i) { return *m_templates[i] == podTemplate; });
    if (at == m_templates.size()) {
        const PodTemplate made = kept(podTemplate);
        m_templates.push_back(m_memory.copy(std::span(&made, 1)).data());
    }
    return m_templates[at];
}

PodTemplate Pools::kept(const PodTemplate &podTemplate)
{
    PodTemplate made = podTemplate;
    made.dnsPolicy = text(podTemplate.dnsPolicy);
    made.serviceAccount = text(podTemplate.serviceAccount);
    made.subdomain = text(podTemplate.subdomain);
    std::vector<Container> containers;
    for (const Container &container : podTemplate.containers)
        containers.push_back(kept(container));
    made.containers = m_memory.copy(std::span<const Container>(containers));
    return made;
}

Container Pools::kept(const Container &container)
{
    Container made = container;
    made.name = text(container.name);
    made.image = text(container.image);
    std::vector<ContainerPort> ports(container.ports.begin(), container.ports.end());
    for (ContainerPort &port : ports) {
        port.name = text(port.name);
        port.hostIp = text(port.hostIp);
    }
    std::vector<std::string_view> args;
    for (const std::string_view arg : container.args)
        args.push_back(text(arg));
    made.ports = m_memory.copy(std::span<const ContainerPort>(ports));
    made.args = m_memory.copy(std::span<const std::string_view>(args));
    return made;
}

void Pools::settle()
{
    m_texts = std::vector<TextRef>();
    m_pairs = std::vector<const Pairs *>();
    m_templates = std::vector<const PodTemplate *>();
    for (Index *index : {&m_textIndex, &m_pairIndex, &m_pairsIndex, &m_templateIndex})
        *index = Index();
}

}  // namespace portolan
