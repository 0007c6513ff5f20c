set encoding utf8
set terminal svg size 420,379 dynamic noenhanced font 'sans-serif,14' background '#FFFFFF'
set output "chart.svg"
unset key; unset border; unset colorbox; unset grid
set label "filetype/int8-qdq on ort: latency p50" at screen 0.0380952, screen 0.94723 left font "sans-serif:Bold,16" textcolor rgb '#1F2328' front
set label "Each dot is a run. Lines: levels; band: 95 % of single runs." at screen 0.0380952, screen 0.889182 left font ",12" textcolor rgb '#57606A' front
set label "Shaded: where a level changed. Triangles: beyond the axis." at screen 0.0380952, screen 0.846966 left font ",12" textcolor rgb '#57606A' front
set lmargin at screen 0.133333
set rmargin at screen 0.961905
set tmargin at screen 0.720317
set bmargin at screen 0.255937
unset logscale x; unset xtics
set xrange [-2.38:121.38] noextend
unset logscale y
set yrange [1.49963:1.71108] noextend
unset ytics
set label "2026" at screen 0.155126, screen 0.182058 center font ",12" textcolor rgb '#57606A' front
set label "Feb" at screen 0.36267, screen 0.182058 center font ",12" textcolor rgb '#57606A' front
set label "Mar" at screen 0.55013, screen 0.182058 center font ",12" textcolor rgb '#57606A' front
set label "Apr" at screen 0.757674, screen 0.182058 center font ",12" textcolor rgb '#57606A' front
set label "May" at screen 0.958524, screen 0.182058 center font ",12" textcolor rgb '#57606A' front
set label "1.50" at screen 0.114286, screen 0.256759 right font ",12" textcolor rgb '#57606A' front
set label "1.55" at screen 0.114286, screen 0.366565 right font ",12" textcolor rgb '#57606A' front
set label "1.60" at screen 0.114286, screen 0.476371 right font ",12" textcolor rgb '#57606A' front
set label "1.65" at screen 0.114286, screen 0.586178 right font ",12" textcolor rgb '#57606A' front
set label "1.70" at screen 0.114286, screen 0.695984 right font ",12" textcolor rgb '#57606A' front
set label "ms" at screen 0.114286, screen 0.762533 right font ",12" textcolor rgb '#57606A' front
set object rectangle from first -0.412533, first 1.56104 to first 35.4125, first 1.59896 back fillcolor rgb '#56B4E9' fillstyle transparent solid 0.25 noborder
set object rectangle from first 35.5875, first 1.51421 to first 79.4125, first 1.55099 back fillcolor rgb '#56B4E9' fillstyle transparent solid 0.25 noborder
set object rectangle from first 79.5875, first 1.65626 to first 103.413, first 1.6965 back fillcolor rgb '#56B4E9' fillstyle transparent solid 0.25 noborder
set object rectangle from first 103.587, first 1.53762 to first 119.413, first 1.57498 back fillcolor rgb '#56B4E9' fillstyle transparent solid 0.25 noborder
set object rectangle from screen 0.382177, screen 0.720317 to screen 0.391701, screen 0.255937 behind fillcolor rgb '#009E73' fillstyle transparent solid 0.3 noborder
set arrow from screen 0.390287, screen 0.720317 to screen 0.390287, screen 0.255937 nohead back linewidth 1.5 dashtype 2 linecolor rgb '#009E73'
set label "improved -3.0 %" at screen 0.390287, screen 0.744063 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set object rectangle from screen 0.664781, screen 0.720317 to screen 0.691561, screen 0.255937 behind fillcolor rgb '#D55E00' fillstyle transparent solid 0.3 noborder
set arrow from screen 0.684866, screen 0.720317 to screen 0.684866, screen 0.255937 nohead back linewidth 1.5 dashtype 2 linecolor rgb '#D55E00'
set label "regression +9.4 %" at screen 0.684866, screen 0.744063 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set object rectangle from screen 0.832156, screen 0.720317 to screen 0.852241, screen 0.255937 behind fillcolor rgb '#009E73' fillstyle transparent solid 0.3 noborder
set arrow from screen 0.845546, screen 0.720317 to screen 0.845546, screen 0.255937 nohead back linewidth 1.5 dashtype 2 linecolor rgb '#009E73'
set label "improved -7.2 %" at screen 0.837619, screen 0.783641 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set arrow from screen 0.283167, screen 0.720317 to screen 0.283167, screen 0.240106 nohead back linewidth 1 linecolor rgb '#57606A'
set label "a" at screen 0.283167, screen 0.224274 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set arrow from screen 0.390287, screen 0.255937 to screen 0.390287, screen 0.240106 nohead front linewidth 1 linecolor rgb '#57606A'
set label "b" at screen 0.390287, screen 0.224274 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set arrow from screen 0.845546, screen 0.255937 to screen 0.845546, screen 0.240106 nohead front linewidth 1 linecolor rgb '#57606A'
set label "c" at screen 0.845546, screen 0.224274 center font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "a" at screen 0.0380952, screen 0.118734 left font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "2026-01-20: baseline release-1.4" at screen 0.0761905, screen 0.118734 left font ",12" textcolor rgb '#57606A' front
set label "b" at screen 0.0380952, screen 0.0738786 left font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "2026-02-05: onnxruntime 1.20.1 -> 1.31.1" at screen 0.0761905, screen 0.0738786 left font ",12" textcolor rgb '#57606A' front
set label "c" at screen 0.0380952, screen 0.0290237 left font "sans-serif:Bold,12" textcolor rgb '#1F2328' front
set label "2026-04-14: model file 3f21aa -> 88d0c1" at screen 0.0761905, screen 0.0290237 left font ",12" textcolor rgb '#57606A' front
plot '-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor rgb '#DFE3E8', \
     '-' using 1:2 with points pointtype 7 pointsize 0.32 linecolor rgb '#330A66A6', \
     '-' using 1:2 with points pointtype 9 pointsize 0.5 linecolor rgb '#57606A', \
     '-' using 1:2:3:4 with vectors nohead linewidth 2.5 linecolor rgb '#1F2328'
-2.38 1.5 123.76 0
-2.38 1.55 123.76 0
-2.38 1.6 123.76 0
-2.38 1.65 123.76 0
-2.38 1.7 123.76 0
0.875 1.49963 0 0.211454
31.875 1.49963 0 0.211454
59.875 1.49963 0 0.211454
90.875 1.49963 0 0.211454
120.875 1.49963 0 0.211454
e
0 1.58
1 1.57568
2 1.56382
3 1.58474
4 1.58032
5 1.57608
6 1.56674
7 1.58518
8 1.58063
9 1.57647
10 1.56848
11 1.58565
12 1.58095
13 1.57684
14 1.56975
15 1.58616
16 1.58127
17 1.5772
18 1.57075
19 1.58671
21 1.57754
22 1.57159
23 1.58732
24 1.58193
25 1.57788
26 1.57231
27 1.58799
28 1.58226
29 1.57822
30 1.57296
31 1.58876
32 1.58261
33 1.57855
34 1.57353
35 1.58966
36 1.53547
37 1.5315
38 1.52684
39 1.54304
51 1.53582
52 1.53181
53 1.52732
54 1.54443
55 1.53619
56 1.53212
57 1.52776
58 1.54648
59 1.53657
60 1.53243
61 1.52818
62 1.55058
63 1.53696
64 1.53273
65 1.52858
66 1.51838
67 1.53738
68 1.53304
69 1.52896
70 1.52055
71 1.53782
72 1.53335
73 1.52933
74 1.522
75 1.5383
76 1.53366
77 1.52969
78 1.5231
79 1.5388
80 1.67788
81 1.67357
82 1.66697
83 1.68377
84 1.67823
85 1.67393
86 1.6678
87 1.68444
89 1.67429
90 1.66853
91 1.6852
92 1.67894
93 1.67464
94 1.66918
95 1.68607
96 1.67931
97 1.67499
98 1.66977
99 1.68711
100 1.67969
101 1.67533
102 1.67031
103 1.68841
104 1.55973
105 1.55564
106 1.55114
107 1.56911
108 1.56011
109 1.55595
110 1.55158
111 1.57174
112 1.5605
113 1.55626
114 1.552
115 1.53981
116 1.56091
117 1.55657
118 1.55239
119 1.54296
e
20 1.70579
88 1.70579
e
-0.412533 1.58 35.8251 0
35.5875 1.5326 43.8251 0
79.5875 1.67638 23.8251 0
103.587 1.5563 15.8251 0
e
unset output
