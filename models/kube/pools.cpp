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

std::uint64_t hashOf(const PodTemplateView &view)
{
    std::uint64_t hash = hashOf(view.serviceAccount, view.containers.size());
    for (const Container &container : view.containers) {
        hash = hashOf(container.image, hashOf(container.name, hash));
        for (const ContainerPort &port : container.ports)
            hash = mix(hash, static_cast<std::uint64_t>(port.port) << 16 | port.hostPort);
    }
    return hash;
}

bool isSame(const PodTemplate &kept, const PodTemplateView &view)
{
    return kept.hostNetwork == view.hostNetwork && kept.dnsPolicy == view.dnsPolicy &&
           kept.serviceAccount == view.serviceAccount && kept.subdomain == view.subdomain &&
           std::ranges::equal(kept.containers, view.containers);
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

std::string_view Pools::text(std::string_view text)
{
    if (text.empty())
        return {};
    const std::size_t at =
        m_textIndex.findOrAdd(hashOf(text), m_texts.size(), [&](std::size_t i) { return m_texts[i] == text; });
    if (at == m_texts.size())
        m_texts.push_back(m_memory.add(text));
    return m_texts[at];
}

const Pairs *Pools::pairs(std::span<const Pairs::value_type> pairs)
{
    const std::size_t at = m_pairsIndex.findOrAdd(hashOf(pairs), m_pairs.size(),
                                                  [&](std::size_t i) { return std::ranges::equal(m_pairs[i], pairs); });
    if (at == m_pairs.size()) {
        Pairs &kept = m_pairs.emplace_back();
        kept.reserve(pairs.size());
        for (const auto &[key, value] : pairs)
            kept.emplace_back(text(key), text(value));
    }
    return &m_pairs[at];
}

const PodTemplate *Pools::podTemplate(const PodTemplateView &view)
{
    const std::size_t at = m_templateIndex.findOrAdd(hashOf(view), m_templates.size(),
                                                     [&](std::size_t i) { return isSame(m_templates[i], view); });
    if (at == m_templates.size())
        keep(view);
    return &m_templates[at];
}

void Pools::settle()
{
    m_texts = {};
    m_textIndex = m_pairsIndex = m_templateIndex = {};
}

void Pools::keep(const PodTemplateView &view)
{
    PodTemplate &kept = m_templates.emplace_back();
    kept.dnsPolicy = text(view.dnsPolicy);
    kept.serviceAccount = text(view.serviceAccount);
    kept.subdomain = text(view.subdomain);
    kept.hostNetwork = view.hostNetwork;
    kept.containers.assign(view.containers.begin(), view.containers.end());
    for (Container &container : kept.containers) {
        container.name = text(container.name);
        container.image = text(container.image);
        for (std::string_view &arg : container.args)
            arg = text(arg);
        for (ContainerPort &port : container.ports) {
            port.name = text(port.name);
            port.hostIp = text(port.hostIp);
        }
    }
}

}  // namespace portolan
