extension FixtureTree {
    /// Two Intel cores with two threads each, governors, turbo, sensors, swap in use.
    static func laptop() throws -> FixtureTree {
        var files = [
            "/proc/cpuinfo": (0..<4).map { processor in
                """
                processor\t: \(processor)
                vendor_id\t: GenuineIntel
                model name\t: Intel(R) Core(TM) i5-1135G7 @ 2.40GHz
                cpu MHz\t\t: \(900 + processor).250
                physical id\t: 0
                core id\t\t: \(processor % 2)
                flags\t\t: fpu sse4_1 sse4_2 avx avx2 fma f16c avx512f avx512_vnni rdtscp constant_tsc
                """
            }.joined(separator: "\n\n") + "\n\n",
            "/proc/meminfo": """
            MemTotal:       16131324 kB
            MemFree:          812340 kB
            MemAvailable:    9203344 kB
            SwapTotal:       2097148 kB
            SwapFree:        1572860 kB
            """,
            "/proc/loadavg": "2.61 1.20 0.80 3/1203 44211\n",
            "/proc/sys/kernel/osrelease": "6.1.0-18-amd64\n",
            "/proc/sys/kernel/version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1\n",
            "/proc/sys/kernel/hostname": "thinkpad\n",
            "/proc/sys/kernel/randomize_va_space": "2\n",
            "/proc/sys/kernel/perf_event_paranoid": "3\n",
            "/proc/self/cgroup": "0::/user.slice/session-2.scope\n",
            "/proc/self/status": "Name:\tpawl\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n",
            "/sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
            "/sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/user.slice/memory.max": "max\n",
            "/etc/os-release": "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
            "/sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
            "/sys/devices/system/cpu/smt/active": "1\n",
            "/sys/devices/system/cpu/intel_pstate/no_turbo": "0\n",
            "/sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
            "/sys/class/thermal/thermal_zone0/temp": "-273200\n",
            "/sys/class/thermal/thermal_zone1/temp": "47000\n",
            "/sys/class/hwmon/hwmon3/name": "coretemp\n",
            "/sys/class/hwmon/hwmon3/temp1_input": "61500\n",
            "/sys/class/hwmon/hwmon1/name": "nvme\n",
            "/sys/class/hwmon/hwmon1/temp1_input": "80000\n",
        ]
        for processor in 0..<4 {
            let folder = "/sys/devices/system/cpu/cpu\(processor)"
            files["\(folder)/topology/thread_siblings_list"] = "\(processor % 2),\(processor % 2 + 2)\n"
            files["\(folder)/cpufreq/scaling_governor"] = "powersave\n"
            files["\(folder)/cpufreq/cpuinfo_min_freq"] = "400000\n"
            files["\(folder)/cpufreq/cpuinfo_max_freq"] = "4200000\n"
            files["\(folder)/cpufreq/scaling_cur_freq"] = "\(1_200_000 + processor)\n"
        }
        return try FixtureTree(files)
    }

    /// Half a core of a cloud machine: no cpufreq, no sensors, no topology.
    static func container() throws -> FixtureTree {
        try FixtureTree([
            "/.dockerenv": "",
            "/proc/cpuinfo": """
            processor\t: 0
            model name\t: AMD EPYC
            flags\t\t: fpu smep sme avx avx2 hypervisor avx_vnni

            processor\t: 1
            model name\t: AMD EPYC
            flags\t\t: fpu smep sme avx avx2 hypervisor

            """,
            "/proc/meminfo": "MemTotal: 4000000 kB\nMemAvailable: 3000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
            "/proc/loadavg": "0.00 0.01 0.05 1/80 12\n",
            "/proc/sys/kernel/osrelease": "6.6.1\n",
            "/proc/sys/kernel/hostname": "3f2a\n",
            "/proc/self/cgroup": "0::/\n",
            "/proc/self/status": "Cpus_allowed_list:\t0\n",
            "/sys/fs/cgroup/cpu.max": "50000 100000\n",
            "/sys/fs/cgroup/memory.max": "536870912\n",
            "/sys/class/dmi/id/sys_vendor": "Amazon EC2\n",
            "/sys/class/dmi/id/product_name": "m7a.large\n",
        ])
    }

    /// A Raspberry Pi 5: four equal ARM cores, no model name, no SMT.
    static func board() throws -> FixtureTree {
        var files = [
            "/proc/cpuinfo": (0..<4).map { processor in
                """
                processor\t: \(processor)
                BogoMIPS\t: 108.00
                Features\t: fp asimd evtstrm aes crc32 asimdhp asimddp
                CPU implementer\t: 0x41
                CPU part\t: 0xd0b

                """
            }.joined(separator: "\n") + "\nRevision\t: d04170\n",
            "/proc/device-tree/model": "Raspberry Pi 5 Model B Rev 1.0\0",
            "/proc/meminfo": "MemTotal: 8245040 kB\nMemAvailable: 7000000 kB\n",
            "/proc/sys/kernel/arch": "aarch64\n",
            "/proc/sys/kernel/hostname": "pi\n",
            "/sys/devices/system/clocksource/clocksource0/current_clocksource": "arch_sys_counter\n",
            "/sys/class/thermal/thermal_zone0/temp": "52350\n",
        ]
        for processor in 0..<4 {
            files["/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list"] = "\(processor)\n"
            files["/sys/devices/system/cpu/cpu\(processor)/cpufreq/scaling_governor"] =
                processor == 3 ? "performance\n" : "ondemand\n"
            files["/sys/devices/system/cpu/cpu\(processor)/cpufreq/cpuinfo_max_freq"] = "2400000\n"
        }
        return try FixtureTree(files)
    }
}
