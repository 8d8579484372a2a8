// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/environment.h"

#include <algorithm>

namespace portolan {

namespace {

enum class Form { Switch, Backend, PoolMode, Number, Address };

struct Variable {
    std::string_view name;
    Form form;
};

/* Source: kube-vip, "Flags and Environment Variables"; Calico, "Configuring calico/node" and "Configuring Felix". */
constexpr Variable variables[] = {
    {"svc_enable", Form::Switch},
    {"cp_enable", Form::Switch},
    {"vip_arp", Form::Switch},
    {"bgp_enable", Form::Switch},
    {"address", Form::Address},
    {"CALICO_NETWORKING_BACKEND", Form::Backend},
    {"CALICO_IPV4POOL_CIDR", Form::Address},
    {"CALICO_IPV4POOL_IPIP", Form::PoolMode},
    {"CALICO_IPV4POOL_VXLAN", Form::PoolMode},
    {"CALICO_IPV4POOL_BLOCK_SIZE", Form::Number},
    {"FELIX_BPFENABLED", Form::Switch},
    {"FELIX_WIREGUARDENABLED", Form::Switch},
    {"FELIX_WIREGUARDENABLEDV6", Form::Switch},
};

bool isOneOf(std::string_view value, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, value) != words.end();
}

bool consistsOf(std::string_view value, std::string_view letters, std::size_t most)
{
    return !value.empty() && value.size() <= most && value.find_first_not_of(letters) == std::string_view::npos;
}

/** "10.48.0.0/16", "fd00::1": a word of hexadecimal digits alone is none. */
bool isAddress(std::string_view value)
{
    return consistsOf(value, "0123456789abcdefABCDEF.:/,", 96) && value.find_first_of(".:") != std::string_view::npos;
}

bool hasForm(std::string_view value, Form form)
{
    switch (form) {
        case Form::Switch:
            return isOneOf(value, {"true", "false"});
        case Form::Backend:
            return isOneOf(value, {"bird", "vxlan", "none"});
        case Form::PoolMode:
            return isOneOf(value, {"Always", "CrossSubnet", "Never"});
        case Form::Number:
            return consistsOf(value, "0123456789", 4);
        case Form::Address:
            return isAddress(value);
    }
    return false;
}

}  // namespace

bool isKeptVariable(std::string_view name, std::string_view value)
{
    const auto known = std::ranges::find(variables, name, &Variable::name);
    return known != std::end(variables) && hasForm(value, known->form);
}

}  // namespace portolan
